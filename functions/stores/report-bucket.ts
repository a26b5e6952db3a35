import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

/** Keeps texts in a bucket, each under its key; another of the same key becomes its next version. */
export function createReportBucket(client: Pick<S3Client, "send">, bucket: string) {
  return async (Key: string, ContentType: string, Body: string): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, ContentType, Body }));
  };
}
