import { createS3, type S3 } from "../../../../../local/aws/s3/index.ts";
import { checksumOf } from "../../../../../local/aws/s3/checksums.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { callOf } from "../account.ts";

/** S3 in virtual time with one bucket, "shelf", spoken to as the root user. */
export interface S3UnderTest {
  readonly kernel: VirtualKernel;
  readonly s3: S3;
  call(action: string, input?: Properties): Promise<Properties>;
  /** What it is refused with: "code: message". */
  refusal(action: string, input?: Properties): Promise<string>;
  put(key: string, body?: string, more?: Properties): Promise<Properties>;
  /** The text of an object. */
  text(key: string, more?: Properties): Promise<string>;
}

export const dayMs = 86_400_000;

export function s3UnderTest(bytesMax?: number): S3UnderTest {
  const kernel = createVirtualKernel(1);
  const s3 = createS3({ kernel, keys: () => [], ...(bytesMax !== undefined && { bytesMax }) });
  const call = async (action: string, input: Properties = {}): Promise<Properties> =>
    s3.service.handle(callOf("s3", action, { Bucket: "shelf", ...input }));
  return {
    kernel,
    s3,
    call,
    async refusal(action, input) {
      try {
        return `no refusal but ${JSON.stringify(await call(action, input))}`;
      } catch (fault) {
        if (fault instanceof AwsError) return `${fault.code}: ${fault.message}`;
        throw fault;
      }
    },
    put: (key, body = key, more = {}) => call("PutObject", { Key: key, Body: body, ...more }),
    async text(key, more = {}) {
      const { Body } = await call("GetObject", { Key: key, ...more });
      return String(Body);
    },
  };
}

/** The same with its bucket there: kept in versions, and with locks where `locked`. */
export async function shelf(kind: "plain" | "versioned" | "locked" = "plain", bytesMax?: number): Promise<S3UnderTest> {
  const under = s3UnderTest(bytesMax);
  const place = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } };
  await under.call("CreateBucket", { ...place, ObjectLockEnabledForBucket: kind === "locked" });
  if (kind === "versioned") {
    await under.call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
  }
  return under;
}

/** What a request with a lock has to bring. */
export function digestOf(text: string): Properties {
  return { ChecksumSHA256: checksumOf("SHA256", Buffer.from(text)) };
}
