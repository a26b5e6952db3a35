import { createHash, createHmac } from "node:crypto";
import { Readable } from "node:stream";
import * as s3 from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveLocalCloud, type ServedCloud } from "../../../../../local/serve.ts";

const faults: unknown[] = [];
const region = "eu-west-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
let served: ServedCloud;
let client: s3.S3Client;
let made = 0;

beforeAll(async () => {
  served = await serveLocalCloud({ port: 0, edgePort: 0, onFault: (fault) => faults.push(fault) });
  client = new s3.S3Client({ endpoint: served.awsUrl, region, credentials, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await served.shutdown();
  expect(faults).toEqual([]);
});

async function bucket(more: Partial<s3.CreateBucketCommandInput> = {}): Promise<string> {
  made += 1;
  const Bucket = `shelf-${made}`;
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  await client.send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration, ...more }));
  return Bucket;
}

/** A URL that is signed beforehand. Source: S3 API reference, "Authenticating requests: using query parameters". */
function presigned(method: string, path: string, expiresIn: number, at = new Date()): string {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const query =
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`local/${scope}`)}` +
    `&X-Amz-Date=${time}&X-Amz-Expires=${expiresIn}&X-Amz-SignedHeaders=host`;
  const { host } = new URL(served.awsUrl);
  const canonical = [method, path, query, `host:${host}\n`, "host", "UNSIGNED-PAYLOAD"].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", time, scope, hash].join("\n");
  const mac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
  const key = scope.split("/").reduce<string | Buffer>(mac, "AWS4local");
  return `${served.awsUrl}${path}?${query}&X-Amz-Signature=${mac(key, text).toString("hex")}`;
}

describe("AWS's own client", () => {
  it("puts, reads, heads and lists objects of any key", async () => {
    const Bucket = await bucket();
    const Key = "a b/ü+&=?#'()*!/50%";
    const put = await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: "hello", Metadata: { colour: "red" } }));
    expect(put).toMatchObject({ ServerSideEncryption: "AES256", ChecksumType: "FULL_OBJECT" });
    const got = await client.send(new s3.GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe("hello");
    expect(got).toMatchObject({ ContentLength: 5, Metadata: { colour: "red" }, ETag: put.ETag });
    expect(got.LastModified).toBeInstanceOf(Date);
    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ ContentLength: 5, ChecksumCRC32: put.ChecksumCRC32 });
    const listed = await client.send(new s3.ListObjectsV2Command({ Bucket }));
    expect(listed).toMatchObject({ KeyCount: 1, Contents: [{ Key, Size: 5, ETag: put.ETag }] });
    const part = await client.send(new s3.GetObjectCommand({ Bucket, Key, Range: "bytes=1-2" }));
    expect([part.$metadata.httpStatusCode, part.ContentRange]).toEqual([206, "bytes 1-2/5"]);
  });

  it("keeps bytes that are no text", async () => {
    const Bucket = await bucket();
    const Body = Buffer.from([0, 255, 128, 10, 13]);
    await client.send(new s3.PutObjectCommand({ Bucket, Key: "k", Body, ContentEncoding: "gzip" }));
    const { Body: back, ContentEncoding } = await client.send(new s3.GetObjectCommand({ Bucket, Key: "k" }));
    expect([Buffer.from((await back?.transformToByteArray()) ?? []), ContentEncoding]).toEqual([Body, "gzip"]);
  });

  it("streams a body in chunks, with its digest behind them", async () => {
    const Bucket = await bucket();
    const text = "chunk".repeat(40_000);
    const Body = Readable.from([Buffer.from(text)]);
    const input = { Bucket, Key: "k", Body, ContentLength: text.length, ChecksumAlgorithm: "CRC32" } as const;
    const put = await client.send(new s3.PutObjectCommand(input));
    const { Body: back, ContentEncoding } = await client.send(new s3.GetObjectCommand({ Bucket, Key: "k" }));
    expect([await back?.transformToString(), ContentEncoding]).toEqual([text, undefined]);
    expect(put.ChecksumCRC32).toMatch(/==$/);
  });

  it("uploads in parts", async () => {
    const Bucket = await bucket();
    const { UploadId } = await client.send(
      new s3.CreateMultipartUploadCommand({ Bucket, Key: "k", ChecksumAlgorithm: "CRC32" }),
    );
    const upload = { Bucket, Key: "k", UploadId };
    const part = new s3.UploadPartCommand({ ...upload, PartNumber: 1, Body: "only" });
    const { ETag, ChecksumCRC32 } = await client.send(part);
    const { Parts } = await client.send(new s3.ListPartsCommand(upload));
    expect(Parts).toMatchObject([{ PartNumber: 1, ETag, Size: 4 }]);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] };
    const done = await client.send(new s3.CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
    expect(done).toMatchObject({ Bucket, Key: "k", ChecksumType: "COMPOSITE" });
  });

  it("locks, holds and deletes versions", async () => {
    const Bucket = await bucket({ ObjectLockEnabledForBucket: true });
    const RetainUntilDate = new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000);
    const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: RetainUntilDate } as const;
    const { VersionId } = await client.send(new s3.PutObjectCommand({ Bucket, Key: "k", Body: "k", ...lock }));
    const version = { Bucket, Key: "k", VersionId };
    const { Retention } = await client.send(new s3.GetObjectRetentionCommand(version));
    expect(Retention).toEqual({ Mode: "COMPLIANCE", RetainUntilDate });
    const later = { Mode: "COMPLIANCE", RetainUntilDate: new Date(RetainUntilDate.getTime() + 1000) } as const;
    await client.send(new s3.PutObjectRetentionCommand({ ...version, Retention: later }));
    await client.send(new s3.PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "ON" } }));
    await expect(client.send(new s3.DeleteObjectCommand(version))).rejects.toMatchObject({ name: "AccessDenied" });
    const many = new s3.DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [{ Key: "k", VersionId }, { Key: "a&b" }] },
    });
    expect(await client.send(many)).toMatchObject({
      Deleted: [{ Key: "a&b", DeleteMarker: true }],
      Errors: [{ Key: "k", Code: "AccessDenied" }],
    });
    const { Versions, DeleteMarkers } = await client.send(new s3.ListObjectVersionsCommand({ Bucket }));
    expect([Versions, DeleteMarkers]).toMatchObject([[{ Key: "k", VersionId, IsLatest: true }], [{ Key: "a&b" }]]);
  });

  it("reads and changes what is said of a bucket", async () => {
    const Bucket = await bucket();
    const rule = { ID: "old", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 3 } } as const;
    const Rules = [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
    ] as const;
    await client.send(
      new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }),
    );
    const ServerSideEncryptionConfiguration = { Rules: [...Rules] };
    await client.send(new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const policy = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `arn:aws:s3:::${Bucket}/x` };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [policy] });
    await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
    await client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "a", Value: "true" }] } }));
    const answers = await Promise.all([
      client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket })),
      client.send(new s3.GetBucketEncryptionCommand({ Bucket })),
      client.send(new s3.GetBucketVersioningCommand({ Bucket })),
      client.send(new s3.GetBucketPolicyCommand({ Bucket })),
      client.send(new s3.GetBucketTaggingCommand({ Bucket })),
      client.send(new s3.GetPublicAccessBlockCommand({ Bucket })),
      client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket })),
      client.send(new s3.GetBucketLocationCommand({ Bucket })),
      client.send(new s3.GetBucketAclCommand({ Bucket })),
      client.send(new s3.HeadBucketCommand({ Bucket })),
      client.send(new s3.GetBucketLoggingCommand({ Bucket })),
    ]);
    expect(answers).toMatchObject([
      { Rules: [rule] },
      { ServerSideEncryptionConfiguration: { Rules } },
      { Status: "Enabled" },
      { Policy },
      { TagSet: [{ Key: "a", Value: "true" }] },
      { PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true } },
      { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
      { LocationConstraint: region },
      { Grants: [{ Permission: "FULL_CONTROL", Grantee: { Type: "CanonicalUser" } }] },
      { BucketRegion: region },
      {},
    ]);
    const { Buckets } = await client.send(new s3.ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
  });

  it("gets errors by their names, with what they tell", async () => {
    const Bucket = await bucket();
    await expect(client.send(new s3.GetObjectCommand({ Bucket, Key: "none" }))).rejects.toMatchObject({
      name: "NoSuchKey",
      Key: "none",
    });
    await expect(client.send(new s3.HeadObjectCommand({ Bucket, Key: "none" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(client.send(new s3.ListObjectsV2Command({ Bucket: "none-such" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
    await expect(client.send(new s3.HeadBucketCommand({ Bucket: "none-such" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(client.send(new s3.GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
      name: "NotImplemented",
    });
    const copy = new s3.CopyObjectCommand({ Bucket, Key: "a", CopySource: `${Bucket}/b` });
    await expect(client.send(copy)).rejects.toMatchObject({ name: "NotImplemented" });
    const customer = { SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) };
    const own = new s3.PutObjectCommand({ Bucket, Key: "a", Body: "a", ...customer });
    await expect(client.send(own)).rejects.toMatchObject({ name: "NotImplemented" });
    await client.send(new s3.PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    await expect(client.send(new s3.DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "BucketNotEmpty" });
    const unmodified = new s3.GetObjectCommand({ Bucket, Key: "a", IfModifiedSince: new Date(Date.now() + 1000) });
    await expect(client.send(unmodified)).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  it("is sent to the bucket's own region", async () => {
    const Bucket = await bucket();
    const far = new s3.S3Client({ endpoint: served.awsUrl, region: "us-east-1", credentials, maxAttempts: 1 });
    await expect(far.send(new s3.ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: "PermanentRedirect",
    });
    const guided = new s3.S3Client({
      endpoint: served.awsUrl,
      region: "us-east-1",
      credentials,
      followRegionRedirects: true,
    });
    expect(await guided.send(new s3.ListObjectsV2Command({ Bucket }))).toMatchObject({ KeyCount: 0 });
    far.destroy();
    guided.destroy();
  });

  it("is known by its keys", async () => {
    const stranger = { ...credentials, secretAccessKey: "other" };
    const other = new s3.S3Client({ endpoint: served.awsUrl, region, credentials: stranger, maxAttempts: 1 });
    await expect(other.send(new s3.ListBucketsCommand({}))).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    other.destroy();
  });
});

describe("the bucket in the host's name", () => {
  it("is taken from there", async () => {
    const Bucket = await bucket();
    // The name of a bucket under localhost resolves nowhere here: the client is told where to connect.
    const endpoint = served.awsUrl.replace("127.0.0.1", "localhost");
    const virtual = new s3.S3Client({ endpoint, region, credentials, maxAttempts: 1 });
    const hosts: string[] = [];
    virtual.middlewareStack.add(
      (next) => (args) => {
        // Every request of this client is one over HTTP.
        const request = args.request as { hostname: string };
        hosts.push(request.hostname);
        request.hostname = "127.0.0.1";
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await virtual.send(new s3.PutObjectCommand({ Bucket, Key: "a/b", Body: "here" }));
    expect(hosts).toEqual([`${Bucket}.localhost`]);
    const { Body } = await client.send(new s3.GetObjectCommand({ Bucket, Key: "a/b" }));
    expect(await Body?.transformToString()).toBe("here");
    virtual.destroy();
  });
});

describe("a presigned URL", () => {
  it("lets whoever has it put and read one object for a while", async () => {
    const Bucket = await bucket();
    const put = await fetch(presigned("PUT", `/${Bucket}/a%20b`, 60), { method: "PUT", body: "hello" });
    expect(put.status).toBe(200);
    const url = presigned("GET", `/${Bucket}/a%20b`, 60);
    expect(await (await fetch(url)).text()).toBe("hello");
    expect((await fetch(url.replace("a%20b", "other"))).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
  });

  it.each([
    ["is over", 60, -120_000, "<Code>AccessDenied</Code><Message>Request has expired</Message>"],
    ["is to last for more than a week", 604_801, 0, "<Code>AuthorizationQueryParametersError</Code>"],
    ["is not yet good", 60, 3_600_000, "<Message>Request is not valid yet</Message>"],
  ])("is refused where it %s", async (_what, seconds, ageMs, told) => {
    const Bucket = await bucket();
    const answer = await fetch(presigned("GET", `/${Bucket}/k`, seconds, new Date(Date.now() + ageMs)));
    expect(await answer.text()).toContain(told);
  });
});

describe("who is not let in learns so in S3's own words", () => {
  const listing = async (more: Partial<s3.S3ClientConfig>): Promise<unknown> => {
    const other = new s3.S3Client({ endpoint: served.awsUrl, region, credentials, maxAttempts: 1, ...more });
    return other.send(new s3.ListBucketsCommand({})).finally(() => other.destroy());
  };

  it("an access key that nobody has", async () => {
    const unknown = { ...credentials, accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
    await expect(listing({ credentials: unknown })).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
      message: "The AWS Access Key Id you provided does not exist in our records.",
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("a clock that is more than a quarter of an hour away", async () => {
    await expect(listing({ systemClockOffset: 10 * 60_000 })).resolves.toMatchObject({ Buckets: expect.anything() });
    for (const systemClockOffset of [20 * 60_000, -20 * 60_000]) {
      await expect(listing({ systemClockOffset })).rejects.toMatchObject({
        name: "RequestTimeTooSkewed",
        message: "The difference between the request time and the current time is too large.",
        $metadata: { httpStatusCode: 403 },
      });
    }
  });

  it.each(["", "shelf-1", "shelf-1/k"])("a request without a signature, to /%s", async (path) => {
    const answer = await fetch(`${served.awsUrl}/${path}`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("<Error><Code>AccessDenied</Code><Message>Access Denied</Message>");
  });
});
