import type { Properties } from "../../core/fixtures.ts";

/** A customer's key. */
export const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";

/** A customer's key in the second region. */
const otherKey = "arn:aws:kms:us-east-1:111122223333:key/5f0c1e9a-2f4b-4a6e-8f5d-9a1b2c3d4e5f";

/** A table that every rule of the pack is content with. */
export const table: Properties = {
  name: "orders",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
  ],
  serverSideEncryption: { enabled: true, kmsKeyArn: key },
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
};

/** A replica as a block of its table. */
export const inlineReplica: Properties = {
  regionName: "us-east-1",
  kmsKeyArn: otherKey,
  pointInTimeRecovery: true,
  deletionProtectionEnabled: true,
};

/** A replica as a resource of its own. */
export const replica: Properties = {
  globalTableArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
  kmsKeyArn: otherKey,
  pointInTimeRecovery: true,
  deletionProtectionEnabled: true,
};

/** A table's export to a bucket. */
export const tableExport: Properties = {
  tableArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
  s3Bucket: "exports",
  s3SseAlgorithm: "KMS",
  s3SseKmsKeyId: key,
};

/** A table's policy for one role of another account. */
export const policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Reader",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/reader" },
      Action: ["dynamodb:GetItem", "dynamodb:Query"],
      Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
    },
  ],
};

/** The same policy for these principals, perhaps on a condition. */
export function policyFor(principal: unknown, condition?: unknown): string {
  const [statement] = policy.Statement;
  return JSON.stringify({
    ...policy,
    Statement: [{ ...statement, Principal: principal, ...(condition === undefined ? {} : { Condition: condition }) }],
  });
}

/** A cache before tables that every rule of the pack is content with. */
export const cache: Properties = {
  clusterName: "orders",
  iamRoleArn: "arn:aws:iam::111122223333:role/orders-cache",
  nodeType: "dax.r5.large",
  replicationFactor: 3,
  serverSideEncryption: { enabled: true },
  clusterEndpointEncryptionType: "TLS",
};
