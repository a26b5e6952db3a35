import type { Properties } from "../../core/fixtures.ts";

const account = "eu-west-1:111122223333";
const key = `arn:aws:kms:${account}:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a`;

/** A task that is tried again, and whose failure goes somewhere. */
export const task = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "orders", "Payload.$": "$" },
  Retry: [{ ErrorEquals: ["Lambda.TooManyRequestsException"], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }],
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
  Next: "Done",
} as const;

/** A definition of these states, the first of them first. */
export function definition(states: Readonly<Record<string, unknown>>, more: Properties = {}): string {
  return JSON.stringify({
    StartAt: Object.keys(states)[0],
    States: { ...states, Done: { Type: "Succeed" }, Failed: { Type: "Fail" } },
    ...more,
  });
}

/** A state machine that every rule of the pack is content with. */
export const stateMachine: Properties = {
  name: "settlement",
  type: "STANDARD",
  roleArn: "arn:aws:iam::111122223333:role/settlement",
  definition: definition({ Settle: task }),
  loggingConfiguration: {
    level: "ERROR",
    includeExecutionData: false,
    logDestination: `arn:aws:logs:${account}:log-group:/aws/vendedlogs/states/settlement:*`,
  },
  tracingConfiguration: { enabled: true },
  encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: key, kmsDataKeyReusePeriodSeconds: 300 },
};

/** Work that somebody else polls for. */
export const activity: Properties = {
  name: "review",
  encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: key },
};
