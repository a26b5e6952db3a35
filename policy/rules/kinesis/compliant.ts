import type { Properties } from "../../core/fixtures.ts";

/** A stream that every rule of the pack is content with. */
export const stream: Properties = {
  name: "orders",
  streamModeDetails: { streamMode: "ON_DEMAND" },
  encryptionType: "KMS",
  kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  retentionPeriod: 168,
  shardLevelMetrics: ["IncomingBytes", "IteratorAgeMilliseconds", "ReadProvisionedThroughputExceeded"],
};

/** The stream's ARN, by which its policy names it. */
export const streamArn = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";

/** The stream's policy for these principals, perhaps on a condition. */
export function policyFor(principal: unknown, condition?: unknown): string {
  const granted = {
    Effect: "Allow",
    Principal: principal,
    Action: ["kinesis:GetRecords", "kinesis:GetShardIterator"],
    Resource: streamArn,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [granted] });
}
