import { KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { LOCAL_CREDENTIALS } from "../aws.ts";

/** What archives are audited with, by region. */
export interface ArchiveClients {
  s3(region: string): Pick<S3Client, "send">;
  kms(region: string): Pick<KMSClient, "send">;
  kinesis(region: string): Pick<KinesisClient, "send">;
}

/** SDK clients of the local cloud at `endpoint`, or without one of AWS by the machine's own credentials. */
export function createArchiveClients(endpoint: string | undefined): ArchiveClients {
  const settings = (region: string) => ({
    region,
    ...(endpoint === undefined ? {} : { endpoint, credentials: LOCAL_CREDENTIALS }),
  });
  return {
    s3: (region) => new S3Client(settings(region)),
    kms: (region) => new KMSClient(settings(region)),
    kinesis: (region) => new KinesisClient(settings(region)),
  };
}
