import type { Companion, Properties } from "../../core/fixtures.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";
const inBucket = { bucket: "orders-111122223333" };

const deny = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::orders-111122223333", "arn:aws:s3:::orders-111122223333/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const allow = {
  Sid: "Reader",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/orders" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::orders-111122223333/*",
};

/** A policy that refuses plaintext and lets one role read. */
export const policy = { Version: "2012-10-17", Statement: [deny, allow] };

/** That policy, letting these principals read, perhaps on a condition. */
export function policyFor(principal: unknown, condition?: unknown): string {
  const granted = { ...allow, Principal: principal, ...(condition === undefined ? {} : { Condition: condition }) };
  return JSON.stringify({ ...policy, Statement: [deny, granted] });
}

/** That policy with these changes of what it refuses. */
export function policyRefusing(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...policy, Statement: [{ ...deny, ...change }, allow] });
}

/** A policy that refuses nothing. */
export const policyWithoutDeny = JSON.stringify({ ...policy, Statement: [allow] });

/** A bucket whose settings are resources of their own. */
export const bucket: Properties = inBucket;

/** A bucket's public access block. */
export const publicAccessBlock: Properties = {
  ...inBucket,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** A bucket's encryption. */
export const encryption: Properties = {
  ...inBucket,
  rules: [
    {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
      bucketKeyEnabled: true,
    },
  ],
};

/** A bucket's versioning. */
export const versioning: Properties = { ...inBucket, versioningConfiguration: { status: "Enabled" } };

/** A bucket's log of requests. */
export const logging: Properties = { ...inBucket, targetBucket: "logs-111122223333", targetPrefix: "orders/" };

/** A bucket's lifecycle. */
export const lifecycle: Properties = {
  ...inBucket,
  rules: [
    {
      id: "tidy",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      noncurrentVersionExpiration: { noncurrentDays: 90 },
    },
  ],
};

/** A bucket's policy. */
export const bucketPolicy: Properties = { ...inBucket, policy: JSON.stringify(policy) };

/** The resources that configure the bucket. */
export const settings = {
  block: { type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", properties: publicAccessBlock },
  encryption: {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    properties: encryption,
  },
  versioning: { type: "aws:s3/bucketVersioning:BucketVersioning", properties: versioning },
  logging: { type: "aws:s3/bucketLogging:BucketLogging", properties: logging },
  lifecycle: { type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", properties: lifecycle },
  policy: { type: "aws:s3/bucketPolicy:BucketPolicy", properties: bucketPolicy },
} as const;

/** Those resources without these: with all of them, a bucket is what every rule of the pack is content with. */
export function settingsBut(...left: readonly (keyof typeof settings)[]): readonly Companion[] {
  return Object.entries(settings).flatMap(([name, one]) => (left.some((it) => it === name) ? [] : { name, ...one }));
}

/** A bucket that has its settings inline, but for the public access block. */
export const inlineBucket: Properties = {
  ...inBucket,
  serverSideEncryptionConfiguration: {
    rule: {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
      bucketKeyEnabled: true,
    },
  },
  versioning: { enabled: true },
  logging: { targetBucket: "logs-111122223333", targetPrefix: "orders/" },
  lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 7, noncurrentVersionExpiration: { days: 90 } }],
  policy: JSON.stringify(policy),
};

/** A bucket of version 2 that has its settings inline, in lists, but for the public access block. */
export const inlineBucketV2: Properties = {
  ...inBucket,
  serverSideEncryptionConfigurations: [
    {
      rules: [
        {
          applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms", kmsMasterKeyId: key }],
          bucketKeyEnabled: true,
        },
      ],
    },
  ],
  versionings: [{ enabled: true }],
  loggings: [{ targetBucket: "logs-111122223333", targetPrefix: "orders/" }],
  lifecycleRules: [
    { enabled: true, abortIncompleteMultipartUploadDays: 7, noncurrentVersionExpirations: [{ days: 90 }] },
  ],
  policy: JSON.stringify(policy),
};

/** The public access block beside such a bucket. */
export const blocked: readonly Companion[] = [{ name: "block", ...settings.block }];

/** An access point that every rule of the pack is content with. */
export const accessPoint: Properties = { ...inBucket, name: "readers", vpcConfiguration: { vpcId: "vpc-0a1b2c3d" } };

/** A replication that every rule of the pack is content with. */
export const replication: Properties = {
  ...inBucket,
  role: "arn:aws:iam::111122223333:role/replication",
  rules: [
    {
      id: "all",
      status: "Enabled",
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
      destination: {
        bucket: "arn:aws:s3:::orders-replica-111122223333",
        encryptionConfiguration: {
          replicaKmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/5f0c1e9a-2f4b-4a6e-8f5d-9a1b2c3d4e5f",
        },
      },
    },
  ],
};

/** A file in the bucket. */
export const object: Properties = { ...inBucket, key: "rates.json", content: "{}" };
