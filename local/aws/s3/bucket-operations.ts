import { AwsError, notImplemented } from "../../core/errors.ts";
import { isProperties } from "../inputs.ts";
import { bucketArn } from "./bucket.ts";
import { flagOf, targetBucket, type Operation, type Output } from "./operation.ts";
import { bucketNameRefusal } from "./names.ts";
import { givenSetting, settingKinds, shownSetting, type SettingKind } from "./setting-kinds.ts";
import { changeSetting, policyOf } from "./settings.ts";

/** CreateBucket. */
export function createBucket({ store, call, input }: Operation): Output {
  const name = input.requiredText("Bucket");
  if (bucketNameRefusal(name) !== undefined) {
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: name });
  }
  const asked = input.child("CreateBucketConfiguration")?.text("LocationConstraint");
  const place = asked ?? "us-east-1";
  if (place !== call.region) {
    throw new AwsError(
      "IllegalLocationConstraintException",
      `The ${asked ?? "unspecified"} location constraint is incompatible for the region specific endpoint ` +
        "this request was sent to.",
    );
  }
  const bucket = store.create(name, call.region, flagOf(input, "ObjectLockEnabledForBucket"));
  const ownership = input.text("ObjectOwnership");
  if (ownership !== undefined) bucket.settings.set("ownership", { rule: { objectOwnership: ownership } });
  return { Location: `/${name}`, BucketArn: bucketArn(name) };
}

/** DeleteBucket. */
export function deleteBucket(operation: Operation): Output {
  operation.store.remove(targetBucket(operation));
  return {};
}

/** HeadBucket. */
export function headBucket(operation: Operation): Output {
  const { name, region } = targetBucket(operation);
  return { BucketArn: bucketArn(name), BucketRegion: region };
}

/** ListBuckets. */
export function listBuckets({ store, call, input }: Operation): Output {
  const [prefix, region] = [input.text("Prefix"), input.text("BucketRegion")];
  const buckets = store
    .all()
    .filter((bucket) => bucket.name.startsWith(prefix ?? "") && (region ?? bucket.region) === bucket.region)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return {
    Buckets: buckets.map(({ name, createdMs, region: BucketRegion }) => {
      return { Name: name, CreationDate: createdMs, BucketRegion, BucketArn: bucketArn(name) };
    }),
    Owner: ownerOf(call.caller.accountId),
    ...(prefix !== undefined && { Prefix: prefix }),
  };
}

/** GetBucketLocation; us-east-1 has no name there. */
export function bucketLocation(operation: Operation): Output {
  const { region } = operation.store.get(operation.input.requiredText("Bucket"));
  return region === "us-east-1" ? {} : { LocationConstraint: region };
}

/** GetBucketAcl: the owner may everything, and nobody else anything. */
export function bucketAcl(operation: Operation): Output {
  targetBucket(operation);
  const owner = ownerOf(operation.call.caller.accountId);
  return { Owner: owner, Grants: [{ Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }] };
}

/** GetBucketPolicy. */
export function getPolicy(operation: Operation): Output {
  const policy = policyOf(targetBucket(operation));
  if (policy === undefined) throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
  return { Policy: policy };
}

/** PutBucketPolicy. */
export function putPolicy(operation: Operation): Output {
  const policy = operation.input.requiredText("Policy");
  changeSetting(operation.store, targetBucket(operation), "policy", { policy });
  return {};
}

/** DeleteBucketPolicy. */
export function deletePolicy(operation: Operation): Output {
  targetBucket(operation).settings.delete("policy");
  return {};
}

/** GetBucketTagging. */
export function getBucketTags(operation: Operation): Output {
  const { tags } = targetBucket(operation);
  const pairs = Object.entries(tags);
  if (pairs.length === 0) throw new AwsError("NoSuchTagSet", "The TagSet does not exist", 404);
  return { TagSet: pairs.map(([Key, Value]) => ({ Key, Value })) };
}

/** PutBucketTagging. */
export function putBucketTags(operation: Operation): Output {
  const given = operation.input.child("Tagging")?.children("TagSet") ?? [];
  targetBucket(operation).tags = Object.fromEntries(
    given.map((tag) => [tag.requiredText("Key"), tag.text("Value") ?? ""]),
  );
  return {};
}

/** DeleteBucketTagging. */
export function deleteBucketTags(operation: Operation): Output {
  targetBucket(operation).tags = {};
  return {};
}

/** The operations that read, put and take away each kind of setting. */
export const settingOperations: Readonly<Record<string, (operation: Operation) => Output>> = Object.fromEntries(
  settingKinds.flatMap((kind) => [
    [`Get${kind.operation}`, (operation: Operation) => getSetting(kind, operation)],
    [`Put${kind.operation}`, (operation: Operation) => putSetting(kind, operation)],
    ...(kind.deletable === true || kind.name === "lifecycle"
      ? [[deletionOf(kind), (operation: Operation) => deleteSetting(kind, operation)] as const]
      : []),
  ]),
);

/** The name of the operation that takes a setting away. */
export function deletionOf({ name, operation }: SettingKind): string {
  return name === "lifecycle" ? "DeleteBucketLifecycle" : `Delete${operation}`;
}

function getSetting(kind: SettingKind, operation: Operation): Output {
  const { settings } = targetBucket(operation);
  const setting = settings.get(kind.name) ?? (kind.name === "encryption" ? standardEncryption : undefined);
  if (setting === undefined && kind.missing !== undefined) throw kind.missing();
  const shown = shownSetting(kind, setting);
  // Versioning, logging and rules of the lifecycle stand at the top of the answer.
  const isBare = ["versioning", "logging", "lifecycle"].includes(kind.name);
  return isBare ? shown : { [kind.field]: shown };
}

function putSetting(kind: SettingKind, operation: Operation): Output {
  const bucket = targetBucket(operation);
  const given = operation.input.properties[kind.field];
  if (!isProperties(given)) throw notImplemented(`Put${kind.operation} without ${kind.field}`);
  changeSetting(operation.store, bucket, kind.name, givenSetting(kind, given));
  return {};
}

function deleteSetting(kind: SettingKind, operation: Operation): Output {
  targetBucket(operation).settings.delete(kind.name);
  return {};
}

/** What every bucket has that was told nothing else. */
const standardEncryption = {
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false }],
} as const;

function ownerOf(accountId: string): Output {
  return { ID: Buffer.from(accountId.repeat(3)).toString("hex").slice(0, 64) };
}
