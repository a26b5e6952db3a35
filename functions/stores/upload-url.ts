import type { UploadId } from "../domain/ids.ts";
import { UPLOAD_URL_SECONDS, uploadObject } from "../domain/payment-uploads.ts";
import { presignedUrl, type SigningCredentials } from "./presigned-url.ts";

/** What an upload's request must have: S3 takes one file by each URL, and refuses a second one (412). */
export const UPLOAD_HEADERS = { "if-none-match": "*" } as const;

/** What the signer takes from an SDK client of the same function. */
export interface SigningClient {
  readonly config: {
    readonly region: () => Promise<string>;
    readonly credentials: () => Promise<SigningCredentials>;
  };
}

/**
 * URLs into a bucket, signed in the function's own name: the same upload has the same URL as long as the function has
 * the same credentials.
 */
export function createUploadUrls(client: SigningClient, bucket: string, awsEndpoint: string | undefined) {
  return async (id: UploadId, at: bigint): Promise<string> => {
    const [region, credentials] = await Promise.all([client.config.region(), client.config.credentials()]);
    const place =
      awsEndpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : `${awsEndpoint}/${bucket}`;
    const request = { method: "PUT", url: `${place}/${uploadObject(id)}`, region, headers: UPLOAD_HEADERS } as const;
    return presignedUrl({ ...request, seconds: UPLOAD_URL_SECONDS }, credentials, Number(at));
  };
}
