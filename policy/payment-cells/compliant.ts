import type { Companion, Properties } from "../core/fixtures.ts";

const account = "111122223333";

/** The grants of a function that writes the ledger of cell eu. */
export const writer = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "WriteOwnItems",
      Effect: "Allow",
      Action: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      Resource: [`arn:aws:dynamodb:eu-west-1:${account}:table/prod-ledger`],
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "eu#*" },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    },
  ],
};

/** Tags of everything that cell eu has. */
export const tags = { cell: "eu", stage: "prod", residency: "EU" };

/** The role of the same function. */
export const role: Companion = {
  type: "aws:iam/role:Role",
  name: "writer-role",
  properties: { name: "prod-eu-payments-api", tags },
};

/** A table of personal data. */
export const vault: Properties = { name: "prod-eu-vault", region: "eu-west-1", hashKey: "pk", tags };

/** The ARN of a queue of cell eu. */
export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:${account}:${name}`;

/** A function that reads a queue. */
export const queueConsumer: Properties = {
  eventSourceArn: queueArn("prod-eu-credit-inbox"),
  functionName: "prod-eu-credit-inbox",
  region: "eu-west-1",
};

/** A function that reads a stream. */
export const streamConsumer: Properties = {
  eventSourceArn: `arn:aws:dynamodb:eu-west-1:${account}:table/prod-ledger/stream/2026-01-01T00:00:00.000`,
  functionName: "prod-eu-relay",
  region: "eu-west-1",
  destinationConfig: { onFailure: { destinationArn: queueArn("prod-eu-relay-dlq") } },
};

/** The queue that `queueConsumer` reads. */
export const inbox: Companion = {
  type: "aws:sqs/queue:Queue",
  name: "inbox",
  properties: {
    name: "prod-eu-credit-inbox",
    region: "eu-west-1",
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("prod-eu-credit-inbox-dlq"), maxReceiveCount: 5 }),
  },
};

/** An alarm on whatever lies in a dead-letter queue. */
export const alarmOn = (queue: string): Companion => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: `${queue}-not-empty`,
  properties: {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue },
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    region: "eu-west-1",
  },
});
