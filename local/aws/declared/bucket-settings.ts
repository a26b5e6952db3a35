import { AwsError } from "../../core/errors.ts";
import type { InputRule } from "../../core/resource.ts";
import { all, lengthBetween, oneOf } from "../rules.ts";
import type { DeclaredType } from "./definition.ts";
import { atLeast, listOf, objectOf } from "./rules.ts";

/** The type of the bucket itself. */
export const bucketType = "aws:s3/bucket:Bucket";

/** The type of a bucket's policy. */
export const policyType = "aws:s3/bucketPolicy:BucketPolicy";

/** S3's answer where there is no such bucket. */
export function noSuchBucket(name: string): AwsError {
  return new AwsError("NoSuchBucket", `The specified bucket does not exist: ${name}`, 404);
}

/** A setting of a bucket, which AWS knows by the bucket's name. A second one of a kind takes the place of the first. */
function setting(type: string, inputs: Readonly<Record<string, InputRule>>): DeclaredType {
  return {
    type,
    regionless: true,
    inputs: { bucket: { required: true, replaces: true, ...lengthBetween(1, 63) }, ...inputs },
    compute: ({ text }) => ({ id: text("bucket") }),
  };
}

const expectedBucketOwner = { replaces: true } as const;
const storageClass = oneOf("GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR");
const status = { required: true, ...oneOf("Enabled", "Disabled") } as const;

const lifecycleRule = objectOf({
  abortIncompleteMultipartUpload: objectOf({ daysAfterInitiation: atLeast(1) }),
  expiration: objectOf({ date: {}, days: atLeast(1), expiredObjectDeleteMarker: {} }),
  filter: {},
  id: { required: true, ...lengthBetween(1, 255) },
  noncurrentVersionExpiration: objectOf({ newerNoncurrentVersions: {}, noncurrentDays: atLeast(1) }),
  noncurrentVersionTransitions: listOf(
    objectOf({
      newerNoncurrentVersions: {},
      noncurrentDays: { required: true },
      storageClass: { required: true, ...storageClass },
    }),
  ),
  prefix: {},
  status,
  transitions: listOf(objectOf({ date: {}, days: atLeast(0), storageClass: { required: true, ...storageClass } })),
});

const encryptionRule = objectOf({
  applyServerSideEncryptionByDefault: objectOf({
    kmsMasterKeyId: {},
    sseAlgorithm: { required: true, ...oneOf("AES256", "aws:kms", "aws:kms:dsse") },
  }),
  bucketKeyEnabled: {},
});

/** What is said of a bucket apart from the bucket. */
export const bucketSettings: readonly DeclaredType[] = [
  setting(policyType, { policy: { required: true, json: true } }),
  setting("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
    blockPublicAcls: { default: false },
    blockPublicPolicy: { default: false },
    ignorePublicAcls: { default: false },
    restrictPublicBuckets: { default: false },
    skipDestroy: {},
  }),
  setting("aws:s3/bucketVersioning:BucketVersioning", {
    expectedBucketOwner,
    mfa: {},
    versioningConfiguration: {
      required: true,
      ...objectOf({
        mfaDelete: oneOf("Enabled", "Disabled"),
        status: { required: true, ...oneOf("Enabled", "Suspended", "Disabled") },
      }),
    },
  }),
  setting("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
    expectedBucketOwner,
    rules: { required: true, ...listOf(lifecycleRule) },
    transitionDefaultMinimumObjectSize: {
      computed: true,
      ...oneOf("varies_by_storage_class", "all_storage_classes_128K"),
    },
  }),
  setting("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
    expectedBucketOwner,
    rules: { required: true, unordered: true, ...listOf(encryptionRule) },
  }),
  setting("aws:s3/bucketOwnershipControls:BucketOwnershipControls", {
    rule: {
      required: true,
      ...objectOf({
        objectOwnership: {
          required: true,
          ...oneOf("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"),
        },
      }),
    },
  }),
  setting("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
    expectedBucketOwner,
    objectLockEnabled: { default: "Enabled", replaces: true, ...oneOf("Enabled") },
    rule: objectOf({
      defaultRetention: {
        required: true,
        ...objectOf({ days: atLeast(1), mode: oneOf("GOVERNANCE", "COMPLIANCE"), years: atLeast(1) }),
      },
    }),
  }),
  setting("aws:s3/bucketLogging:BucketLogging", {
    expectedBucketOwner,
    targetBucket: { required: true, ...all(lengthBetween(1, 63)) },
    targetPrefix: { required: true },
  }),
];
