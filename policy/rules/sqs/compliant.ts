import type { Properties } from "../../core/fixtures.ts";

/** The queue's address, by which its other resources name it. */
export const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";

const deny = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const allow = {
  Sid: "Sender",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/orders" },
  Action: "sqs:SendMessage",
  Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
};

/** A policy that refuses plaintext and lets one role send. */
export const policy = { Version: "2012-10-17", Statement: [deny, allow] };

/** That policy, letting these principals send, perhaps on a condition. */
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

/** A queue that every rule of the pack is content with. */
export const queue: Properties = {
  name: "orders",
  kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  policy: JSON.stringify(policy),
  redrivePolicy: JSON.stringify({
    deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq",
    maxReceiveCount: 5,
  }),
};

/** A dead-letter queue that every rule of the pack is content with. */
export const deadLetterQueue: Properties = {
  name: "orders-dlq",
  kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  messageRetentionSeconds: 14 * 24 * 3600,
  policy: JSON.stringify(policy),
};
