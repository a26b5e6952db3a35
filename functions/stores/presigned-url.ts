import { createHash, createHmac } from "node:crypto";

/** What a request is signed with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A request for an object that somebody else is to make. */
export interface PresignedRequest {
  readonly method: "GET" | "PUT";
  /** Where the object is, in full; its path has no character that has to be encoded. */
  readonly url: string;
  readonly region: string;
  /** Headers that the request must have, by their lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/**
 * A URL by which whoever has it makes one request of S3 in the signer's name, until it has expired (Signature Version 4
 * in the query). The SDK has no signer of URLs among what the API's bundle holds.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presignedUrl(request: PresignedRequest, credentials: SigningCredentials, at: number): string {
  const { host, pathname } = new URL(request.url);
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${request.region}/s3/aws4_request`;
  const headers = Object.entries({ ...request.headers, host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const signed = headers.map(([name]) => name).join(";");
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const query = Object.entries({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/${scope}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": `${request.seconds}`,
    ...(sessionToken === undefined ? {} : { "X-Amz-Security-Token": sessionToken }),
    "X-Amz-SignedHeaders": signed,
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  const canonical = [
    request.method,
    pathname,
    query,
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    signed,
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const hashed = createHash("sha256").update(canonical).digest("hex");
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of scope.split("/")) key = hmac(key, part);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hashed}`).toString("hex");
  return `${request.url}?${query}&X-Amz-Signature=${signature}`;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
