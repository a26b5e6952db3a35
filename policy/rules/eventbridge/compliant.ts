import type { Properties } from "../../core/fixtures.ts";

/** A customer's key. */
const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";

/** The queue for what failed. */
export const deadLetterConfig = { arn: "arn:aws:sqs:eu-west-1:111122223333:orders-dlq" };

/** A bus that every rule of the pack is content with. */
export const bus: Properties = {
  name: "orders",
  kmsKeyIdentifier: key,
  deadLetterConfig,
  logConfig: { level: "ERROR", includeDetail: "NONE" },
};

/** The bus's policy for these principals, perhaps on a condition. */
export function policyFor(principal: unknown, condition?: unknown): string {
  const granted = {
    Sid: "Senders",
    Effect: "Allow",
    Principal: principal,
    Action: "events:PutEvents",
    Resource: "arn:aws:events:eu-west-1:111122223333:event-bus/orders",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [granted] });
}

/** A permission on the bus for one account. */
export const permission: Properties = {
  eventBusName: "orders",
  principal: "111122223333",
  statementId: "Senders",
  action: "events:PutEvents",
};

/** A rule's target that every rule of the pack is content with. */
export const target: Properties = {
  rule: "orders",
  arn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
  deadLetterConfig,
  retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
};

/** An archive that every rule of the pack is content with. */
export const archive: Properties = {
  name: "orders",
  eventSourceArn: "arn:aws:events:eu-west-1:111122223333:event-bus/orders",
  kmsKeyIdentifier: key,
  retentionDays: 90,
};

/** A destination on the web. */
export const apiDestination: Properties = {
  name: "partner",
  connectionArn: "arn:aws:events:eu-west-1:111122223333:connection/partner/0b5e9d6c",
  invocationEndpoint: "https://partner.example.com/orders",
  httpMethod: "POST",
  invocationRateLimitPerSecond: 20,
};

/** How such a destination is signed in to. */
export const connection: Properties = {
  name: "partner",
  kmsKeyIdentifier: key,
  authorizationType: "OAUTH_CLIENT_CREDENTIALS",
  authParameters: {
    oauth: {
      authorizationEndpoint: "https://partner.example.com/token",
      httpMethod: "POST",
      clientParameters: { clientId: "orders" },
    },
  },
};

/** A schedule that every rule of the pack is content with. */
export const schedule: Properties = {
  name: "settle",
  groupName: "orders",
  kmsKeyArn: key,
  scheduleExpression: "rate(1 hour)",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: "arn:aws:lambda:eu-west-1:111122223333:function:settle",
    roleArn: "arn:aws:iam::111122223333:role/settle",
    deadLetterConfig,
    retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
  },
};

/** A pipe from a table's stream that every rule of the pack is content with. */
export const pipe: Properties = {
  name: "orders",
  kmsKeyIdentifier: key,
  roleArn: "arn:aws:iam::111122223333:role/pipe",
  source: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
  sourceParameters: {
    dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON", maximumRetryAttempts: 10, deadLetterConfig },
  },
  target: "arn:aws:events:eu-west-1:111122223333:event-bus/orders",
  logConfiguration: {
    level: "ERROR",
    cloudwatchLogsLogDestination: { logGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/pipes/orders" },
  },
};

/** A global endpoint that every rule of the pack is content with. */
export const endpoint: Properties = {
  name: "orders",
  roleArn: "arn:aws:iam::111122223333:role/replicate",
  replicationConfig: { state: "ENABLED" },
  eventBuses: [{ eventBusArn: "arn:aws:events:eu-west-1:111122223333:event-bus/orders" }],
};
