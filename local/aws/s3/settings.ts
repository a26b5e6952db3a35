import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { checkPolicy } from "../iam/resource-policies.ts";
import { parsePolicyDocument, type Statement } from "../iam/policy-document.ts";
import { isProperties } from "../inputs.ts";
import { bucketArn, versioningOf, type Bucket, type SettingName } from "./bucket.ts";
import { accessDenied } from "./errors.ts";
import type { BucketStore } from "./store.ts";

/** Puts a setting on a bucket, or takes it away. Throws what S3 refuses. */
export function changeSetting(
  store: Pick<BucketStore, "find">,
  bucket: Bucket,
  name: SettingName,
  setting: Properties | undefined,
): void {
  if (setting === undefined) {
    bucket.settings.delete(name);
    return;
  }
  refuse(store, bucket, name, setting);
  bucket.settings.set(name, setting);
}

/** The bucket's policy as text; undefined where it has none. */
export function policyOf({ settings }: Bucket): string | undefined {
  const policy = settings.get("policy")?.["policy"];
  return isProperties(policy) ? JSON.stringify(policy) : typeof policy === "string" ? policy : undefined;
}

function refuse(store: Pick<BucketStore, "find">, bucket: Bucket, name: SettingName, setting: Properties): void {
  switch (name) {
    case "policy":
      return refusePolicy(bucket, setting);
    case "versioning":
      return refuseVersioning(bucket, setting);
    case "objectLock":
      if (versioningOf(bucket) === "Enabled") return undefined;
      throw invalidState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    case "logging":
      if (store.find(String(setting["targetBucket"])) !== undefined) return undefined;
      throw new AwsError("InvalidTargetBucketForLogging", "The target bucket for logging does not exist");
    case "encryption":
    case "lifecycle":
    case "notification":
    case "ownership":
    case "publicAccess":
      return undefined;
  }
}

function refuseVersioning(bucket: Bucket, setting: Properties): void {
  const wanted = versioningOf({ ...bucket, settings: new Map([["versioning", setting]]) });
  if (wanted === "Enabled" || !bucket.settings.has("objectLock")) return;
  throw invalidState(
    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
  );
}

function refusePolicy(bucket: Bucket, setting: Properties): void {
  const given = setting["policy"];
  const text = isProperties(given) ? JSON.stringify(given) : String(given);
  const statements = parsedOrMalformed(text);
  const arn = bucketArn(bucket.name);
  for (const { resources } of statements) {
    const isOwn = (pattern: string): boolean => pattern === "*" || pattern === arn || pattern.startsWith(`${arn}/`);
    if (!resources.patterns.every((pattern) => isOwn(pattern) || pattern.startsWith(`${arn}*`))) {
      throw new AwsError("MalformedPolicy", "Policy has invalid resource");
    }
  }
  if (bucket.settings.get("publicAccess")?.["blockPublicPolicy"] === true && statements.some(isPublic)) {
    throw accessDenied(
      "User is not authorized to perform: s3:PutBucketPolicy on resource: " +
        `"${arn}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  }
}

function parsedOrMalformed(text: string): readonly Statement[] {
  try {
    checkPolicy(text, "resource");
    return parsePolicyDocument(text, "resource").statements;
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === "MalformedPolicyDocument") {
      throw new AwsError("MalformedPolicy", fault.message);
    }
    throw fault;
  }
}

/** Conditions that leave only known callers of what everybody may. Source: S3 User Guide, "The meaning of public". */
const fencing: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);

function isPublic({ effect, principals, conditions }: Statement): boolean {
  const everybody = principals.negated || principals.aws.includes("*");
  return effect === "Allow" && everybody && !conditions.some(({ key }) => fencing.has(key.toLowerCase()));
}

function invalidState(message: string): AwsError {
  return new AwsError("InvalidBucketState", message, 409);
}
