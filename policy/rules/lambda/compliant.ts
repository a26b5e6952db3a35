import type { Companion, Properties } from "../../core/fixtures.ts";

const account = "eu-west-1:111122223333";
const functionArn = `arn:aws:lambda:${account}:function:orders`;

/** A function that every rule of the pack is content with. */
export const lambdaFunction: Properties = {
  name: "orders",
  role: "arn:aws:iam::111122223333:role/orders",
  runtime: "nodejs22.x",
  architectures: ["arm64"],
  handler: "index.handler",
  s3Bucket: "orders-artifacts",
  s3Key: "orders.zip",
  timeout: 10,
  memorySize: 512,
  environment: { variables: { TABLE_NAME: "orders", LOG_LEVEL: "INFO" } },
  kmsKeyArn: `arn:aws:kms:${account}:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a`,
  tracingConfig: { mode: "Active" },
  deadLetterConfig: { targetArn: `arn:aws:sqs:${account}:orders-dlq` },
  reservedConcurrentExecutions: 50,
  codeSigningConfigArn: `arn:aws:lambda:${account}:code-signing-config:csc-0f6c334abcdea4d8b`,
  vpcConfig: {
    subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"],
    securityGroupIds: ["sg-0c1d2e3f405162738"],
  },
};

/** A function's own address, for callers with credentials. */
export const functionUrl: Properties = {
  functionName: "orders",
  authorizationType: "AWS_IAM",
  cors: { allowOrigins: ["https://shop.example.com"], allowMethods: ["GET", "POST"], maxAge: 600 },
};

/** Lets one bus rule invoke the function. */
export const permission: Properties = {
  action: "lambda:InvokeFunction",
  function: "orders",
  principal: "events.amazonaws.com",
  sourceArn: `arn:aws:events:${account}:rule/nightly`,
};

/** Lets an organization use a layer. */
export const layerPermission: Properties = {
  layerName: "codecs",
  versionNumber: 3,
  statementId: "organization",
  action: "lambda:GetLayerVersion",
  principal: "*",
  organizationId: "o-a1b2c3d4e5",
};

/** Reads a Kinesis stream. */
export const streamMapping: Properties = {
  functionName: functionArn,
  eventSourceArn: `arn:aws:kinesis:${account}:stream/orders`,
  startingPosition: "TRIM_HORIZON",
  batchSize: 100,
  bisectBatchOnFunctionError: true,
  functionResponseTypes: ["ReportBatchItemFailures"],
  maximumRetryAttempts: 5,
  maximumRecordAgeInSeconds: 3600,
  destinationConfig: { onFailure: { destinationArn: `arn:aws:sqs:${account}:orders-stream-dlq` } },
};

/** Reads a queue. */
export const queueMapping: Properties = {
  functionName: functionArn,
  eventSourceArn: `arn:aws:sqs:${account}:orders`,
  batchSize: 10,
  functionResponseTypes: ["ReportBatchItemFailures"],
};

/** Refuses code that no trusted publisher signed. */
export const codeSigning: Properties = {
  allowedPublishers: {
    signingProfileVersionArns: [`arn:aws:signer:${account}:/signing-profiles/release/h7mZ5Qk1xX`],
  },
  policies: { untrustedArtifactOnDeployment: "Enforce" },
};

/** The mapping that polls for `lambdaFunction`. */
export const poller: Companion = {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "poller",
  properties: queueMapping,
};
