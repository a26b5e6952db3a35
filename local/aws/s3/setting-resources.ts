import type { CheckFailure, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { atLeast, listOf, objectOf } from "../declared/rules.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource, isProperties } from "../inputs.ts";
import { lengthBetween, oneOf } from "../rules.ts";
import { versioningOf, type Bucket, type SettingName } from "./bucket.ts";
import { changeSetting, policyOf } from "./settings.ts";
import type { BucketStore } from "./store.ts";

/** One resource type that says something of a bucket, which AWS knows by the bucket's name. */
interface SettingType {
  readonly type: string;
  readonly name: SettingName;
  readonly inputs: Readonly<Record<string, InputRule>>;
  check?(inputs: Properties): readonly CheckFailure[];
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

const settingTypes: readonly SettingType[] = [
  { type: "aws:s3/bucketPolicy:BucketPolicy", name: "policy", inputs: { policy: { required: true, json: true } } },
  {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    name: "publicAccess",
    inputs: {
      blockPublicAcls: { default: false },
      blockPublicPolicy: { default: false },
      ignorePublicAcls: { default: false },
      restrictPublicBuckets: { default: false },
      skipDestroy: {},
    },
  },
  {
    type: "aws:s3/bucketVersioning:BucketVersioning",
    name: "versioning",
    inputs: {
      expectedBucketOwner,
      mfa: {},
      versioningConfiguration: {
        required: true,
        ...objectOf({
          mfaDelete: oneOf("Enabled", "Disabled"),
          status: { required: true, ...oneOf("Enabled", "Suspended", "Disabled") },
        }),
      },
    },
  },
  {
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    name: "lifecycle",
    inputs: {
      expectedBucketOwner,
      rules: { required: true, ...listOf(lifecycleRule) },
      transitionDefaultMinimumObjectSize: {
        computed: true,
        ...oneOf("varies_by_storage_class", "all_storage_classes_128K"),
      },
    },
  },
  {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    name: "encryption",
    inputs: { expectedBucketOwner, rules: { required: true, unordered: true, ...listOf(encryptionRule) } },
  },
  {
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    name: "ownership",
    inputs: {
      rule: {
        required: true,
        ...objectOf({
          objectOwnership: {
            required: true,
            ...oneOf("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"),
          },
        }),
      },
    },
  },
  {
    type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    name: "objectLock",
    inputs: {
      expectedBucketOwner,
      objectLockEnabled: { default: "Enabled", replaces: true, ...oneOf("Enabled") },
      rule: objectOf({
        defaultRetention: {
          required: true,
          ...objectOf({ days: atLeast(1), mode: oneOf("GOVERNANCE", "COMPLIANCE"), years: atLeast(1) }),
        },
      }),
    },
  },
  {
    type: "aws:s3/bucketLogging:BucketLogging",
    name: "logging",
    inputs: {
      expectedBucketOwner,
      targetBucket: { required: true, ...lengthBetween(1, 63) },
      targetPrefix: { required: true },
    },
  },
];

/** The resource types of what is said of a bucket apart from the bucket; a second of a kind replaces the first. */
export function settingModels(store: BucketStore): readonly ResourceModel[] {
  return settingTypes.map((setting) => settingModel(store, setting));
}

function settingModel(store: BucketStore, { type, name, inputs: own }: SettingType): ResourceModel {
  const rules = { bucket: { required: true, replaces: true, ...lengthBetween(1, 63) }, ...own } as const;
  const put = (bucket: Bucket, given: Properties): Properties => {
    changeSetting(store, bucket, name, withDefaults(own, given));
    return outputsOf(bucket, name, own);
  };
  return defineResource({
    type,
    inputs: rules,
    create(inputs) {
      const bucket = store.get(inputs.requiredText("bucket"));
      return { id: bucket.name, outputs: put(bucket, inputs.properties) };
    },
    read({ id }) {
      const bucket = store.find(id);
      return bucket?.settings.has(name) === true ? { bucket: id, ...outputsOf(bucket, name, own) } : undefined;
    },
    update(inputs, { id }) {
      return { ...givenInputs(rules, inputs.properties), ...put(store.get(id), inputs.properties) };
    },
    delete({ id, inputs }) {
      const bucket = store.find(id);
      if (bucket !== undefined && inputs["skipDestroy"] !== true) takeAway(bucket, name);
    },
  });
}

/** What the public provider does to a bucket that is to lose a setting. */
function takeAway(bucket: Bucket, name: SettingName): void {
  const { settings } = bucket;
  if (name === "objectLock" && settings.has(name)) {
    // Locks themselves cannot be switched off any more, only what new objects get.
    settings.set(name, { objectLockEnabled: "Enabled" });
  } else if (name === "versioning" && versioningOf(bucket) !== undefined) {
    // Versions that were ever kept stay; a bucket of locked objects goes on with them.
    if (!settings.has("objectLock")) settings.set(name, { versioningConfiguration: { status: "Suspended" } });
  } else settings.delete(name);
}

function outputsOf(bucket: Bucket, name: SettingName, rules: SettingType["inputs"]): Properties {
  const setting = bucket.settings.get(name) ?? {};
  const shown = name === "policy" ? { policy: policyOf(bucket) } : setting;
  return Object.fromEntries(Object.keys(rules).flatMap((key) => (shown[key] === undefined ? [] : [[key, shown[key]]])));
}

function withDefaults(rules: SettingType["inputs"], given: Properties): Properties {
  const standard = Object.entries(rules).flatMap(([key, rule]) =>
    rule.default === undefined ? [] : [[key, rule.default] as const],
  );
  // The bucket's name, its region and the provider's own notes are no part of a setting.
  const own = Object.keys(rules).filter((key) => !isEmpty(given[key]));
  return { ...Object.fromEntries(standard), ...Object.fromEntries(own.map((key) => [key, given[key]])) };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (isProperties(value) && Object.keys(value).length === 0);
}
