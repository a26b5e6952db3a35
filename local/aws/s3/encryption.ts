import type { AuthorizationRequest } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { isProperties, readerOf, type Reader } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { bucketArn, type Bucket, type Encryption } from "./bucket.ts";
import { invalidArgument } from "./errors.ts";
import { flagOf, type Output } from "./operation.ts";

/** What is wrong with a key has names of S3's own. */
const keyErrors: Readonly<Record<string, string>> = {
  DisabledException: "KMS.DisabledException",
  KMSInvalidStateException: "KMS.KMSInvalidStateException",
  NotFoundException: "KMS.NotFoundException",
};

/** How an object is to be kept, before its key is looked up: what the request says, else what the bucket says. */
export interface WantedEncryption {
  readonly algorithm: Encryption["algorithm"];
  /** Id, ARN or alias; undefined for AWS's own key. */
  readonly key: string | undefined;
  readonly bucketKey: boolean;
}

/** How a new object of the bucket is kept. Throws `InvalidArgument`. */
export function wantedEncryption(bucket: Bucket, input: Reader): WantedEncryption {
  const standard = bucketEncryption(bucket);
  const asked = input.text("ServerSideEncryption");
  const key = input.text("SSEKMSKeyId");
  if (asked !== undefined && !isAlgorithm(asked)) {
    throw invalidArgument("The encryption method specified is not supported", "x-amz-server-side-encryption");
  }
  const algorithm = asked ?? (key === undefined ? standard.algorithm : undefined);
  if (algorithm === undefined || (algorithm === "AES256" && key !== undefined)) {
    throw invalidArgument(
      "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
      "x-amz-server-side-encryption",
    );
  }
  const ownKey = algorithm === standard.algorithm ? standard.key : undefined;
  const bucketKey =
    input.properties["BucketKeyEnabled"] === undefined ? standard.bucketKey : flagOf(input, "BucketKeyEnabled");
  return { algorithm, key: key ?? ownKey, bucketKey: bucketKey && algorithm === "aws:kms" };
}

/** What IAM has to judge before S3 uses a key for the object in its caller's name; nothing where no key is asked. */
export function keyRequests(
  keys: KeyUses,
  bucket: Bucket,
  objectKey: string,
  { key, bucketKey }: WantedEncryption,
  actions: readonly string[],
): readonly AuthorizationRequest[] {
  if (key === undefined) return [];
  const arn = bucketArn(bucket.name);
  const encryptionContext = { "aws:s3:arn": bucketKey ? arn : `${arn}/${objectKey}` };
  try {
    return keys({ region: regionOf(key) ?? bucket.region, key, actions, service: "s3", encryptionContext });
  } catch (fault) {
    const code = fault instanceof AwsError ? keyErrors[fault.code] : undefined;
    if (code === undefined || !(fault instanceof AwsError)) throw fault;
    throw new AwsError(code, fault.message);
  }
}

/** How an object is kept, its key by its ARN. */
export function resolveEncryption(
  keys: KeyUses,
  bucket: Bucket,
  objectKey: string,
  wanted: WantedEncryption,
  accountId: string,
): Encryption {
  const { algorithm, bucketKey } = wanted;
  if (algorithm === "AES256") return { algorithm, keyArn: undefined, bucketKey: false };
  const [use] = keyRequests(keys, bucket, objectKey, wanted, ["kms:GenerateDataKey"]);
  // AWS's own key has nothing to be judged, and no key of the account behind it.
  return { algorithm, keyArn: use?.resource ?? awsManagedKey(bucket.region, accountId), bucketKey };
}

/** What IAM has to judge before somebody reads an object that is kept so. */
export function readingRequests(
  keys: KeyUses,
  bucket: Bucket,
  objectKey: string,
  { algorithm, keyArn, bucketKey }: Encryption,
): readonly AuthorizationRequest[] {
  if (keyArn === undefined) return [];
  return keyRequests(keys, bucket, objectKey, { algorithm, key: keyArn, bucketKey }, ["kms:Decrypt"]);
}

/** How answers tell of it. */
export function shownEncryption({ algorithm, keyArn, bucketKey }: Encryption): Output {
  return {
    ServerSideEncryption: algorithm,
    ...(keyArn !== undefined && { SSEKMSKeyId: keyArn }),
    ...(bucketKey && { BucketKeyEnabled: true }),
  };
}

function bucketEncryption({ settings }: Bucket): WantedEncryption {
  const rules = settings.get("encryption")?.["rules"];
  const rule: unknown = Array.isArray(rules) ? rules[0] : undefined;
  const given = isProperties(rule) ? readerOf("rule", rule) : undefined;
  const applied = given?.child("applyServerSideEncryptionByDefault");
  const algorithm = applied?.text("sseAlgorithm");
  if (algorithm === undefined || !isAlgorithm(algorithm)) {
    return { algorithm: "AES256", key: undefined, bucketKey: false };
  }
  const bucketKey = given?.flag("bucketKeyEnabled") ?? false;
  return { algorithm, key: applied?.text("kmsMasterKeyId") || undefined, bucketKey };
}

function isAlgorithm(text: string): text is Encryption["algorithm"] {
  return text === "AES256" || text === "aws:kms" || text === "aws:kms:dsse";
}

function regionOf(key: string): string | undefined {
  return key.startsWith("arn:") ? key.split(":")[3] : undefined;
}

function awsManagedKey(region: string, accountId: string): string {
  return `arn:aws:kms:${region}:${accountId}:alias/aws/s3`;
}
