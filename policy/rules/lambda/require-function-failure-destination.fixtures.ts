import { changed, MAIN, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { lambdaFunction, functionUrl, permission, poller } from "./compliant.ts";
import { requireFunctionFailureDestination } from "./require-function-failure-destination.ts";

const silent = changed(lambdaFunction, { deadLetterConfig: undefined });

const destination: Companion = {
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  name: "failures",
  properties: {
    functionName: "orders",
    maximumRetryAttempts: 1,
    destinationConfig: { onFailure: { destination: "arn:aws:sqs:eu-west-1:111122223333:orders-failures" } },
  },
};

const calledBy = (principal: string): Companion => ({
  type: "aws:lambda/permission:Permission",
  name: principal,
  properties: changed(permission, { principal }),
});

const schedule: Companion = {
  type: "aws:scheduler/schedule:Schedule",
  name: "schedule",
  properties: { target: { arn: "arn:aws:lambda:eu-west-1:111122223333:function:orders" } },
};

const url: Companion = { type: "aws:lambda/functionUrl:FunctionUrl", name: "url", properties: functionUrl };

/** Functions by how they are called and where their failures go. */
export const fixtures: Fixtures = {
  rule: requireFunctionFailureDestination,
  compliant: {
    "a dead-letter queue": { properties: lambdaFunction },
    "a queue of this program that is not there yet": {
      properties: changed(lambdaFunction, { deadLetterConfig: { targetArn: UNKNOWN } }),
      madeFrom: { deadLetterConfig: ["other"] },
      companions: [{ type: "aws:sqs/queue:Queue", name: "other", properties: {} }],
    },
    "a destination of its own resource": { properties: silent, companions: [destination] },
    "called by an API alone": { properties: silent, companions: [calledBy("apigateway.amazonaws.com")] },
    "polls a queue": { properties: silent, companions: [poller] },
    "a step of a workflow": {
      properties: silent,
      companions: [
        {
          type: "aws:sfn/stateMachine:StateMachine",
          name: "workflow",
          properties: { definition: UNKNOWN },
          madeFrom: { definition: [MAIN] },
        },
      ],
    },
    "runs at the edge": {
      properties: silent,
      companions: [
        {
          type: "aws:cloudfront/distribution:Distribution",
          name: "shop",
          properties: {
            defaultCacheBehavior: { lambdaFunctionAssociations: [{ eventType: "viewer-request", lambdaArn: UNKNOWN }] },
          },
          madeFrom: { defaultCacheBehavior: [MAIN] },
        },
      ],
    },
    "has an address": { properties: silent, companions: [url] },
  },
  violating: {
    "nothing, and nobody known who calls": {
      properties: changed(lambdaFunction, { deadLetterConfig: undefined }),
      faults: ["The function drops the events that it fails on."],
    },
    "called by events": {
      properties: silent,
      companions: [calledBy("events.amazonaws.com")],
      faults: ["The function drops the events that it fails on."],
    },
    "called by an API and by a bucket": {
      properties: silent,
      companions: [calledBy("apigateway.amazonaws.com"), calledBy("s3.amazonaws.com")],
      faults: ["The function drops the events that it fails on."],
    },
    "polls a queue and is scheduled": {
      properties: silent,
      companions: [poller, schedule],
      faults: ["The function drops the events that it fails on."],
    },
    "a destination for successes alone": {
      properties: silent,
      companions: [
        {
          ...destination,
          properties: {
            functionName: "orders",
            destinationConfig: { onSuccess: { destination: "arn:aws:sqs:eu-west-1:111122223333:done" } },
          },
        },
      ],
      faults: ["The function drops the events that it fails on."],
    },
  },
  unknown: {
    "the queue": {
      properties: changed(lambdaFunction, { deadLetterConfig: { targetArn: UNKNOWN } }),
      path: "deadLetterConfig.targetArn",
    },
  },
};
