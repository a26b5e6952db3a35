import type { Properties } from "../../core/fixtures.ts";

/** The topic's ARN, by which its other resources name it. */
export const topicArn = "arn:aws:sns:eu-west-1:111122223333:orders";

const deny = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const allow = {
  Sid: "Publisher",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/orders" },
  Action: "sns:Publish",
  Resource: topicArn,
};

/** A policy that refuses plaintext and lets one role publish. */
export const policy = { Version: "2012-10-17", Statement: [deny, allow] };

/** That policy, letting these principals publish, perhaps on a condition. */
export function policyFor(principal: unknown, condition?: unknown): string {
  const granted = { ...allow, Principal: principal, ...(condition === undefined ? {} : { Condition: condition }) };
  return JSON.stringify({ ...policy, Statement: [deny, granted] });
}

/** A policy that refuses nothing. */
export const policyWithoutDeny = JSON.stringify({ ...policy, Statement: [allow] });

/** A topic that every rule of the pack is content with. */
export const topic: Properties = {
  name: "orders",
  kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  policy: JSON.stringify(policy),
  tracingConfig: "Active",
  sqsFailureFeedbackRoleArn: "arn:aws:iam::111122223333:role/sns-feedback",
};

/** A queue's subscription that every rule of the pack is content with. */
export const subscription: Properties = {
  topic: topicArn,
  protocol: "sqs",
  endpoint: "arn:aws:sqs:eu-west-1:111122223333:orders",
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq" }),
};

/** Preferences for text messages that every rule of the pack is content with. */
export const smsPreferences: Properties = {
  defaultSmsType: "Transactional",
  deliveryStatusIamRoleArn: "arn:aws:iam::111122223333:role/sns-feedback",
};
