import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restStage } from "./compliant.ts";
import { requireRestAccessLogs } from "./require-rest-access-logs.ts";

/** Stages with and without an access log. */
export const fixtures: Fixtures = {
  rule: requireRestAccessLogs,
  compliant: {
    "a log group": { properties: restStage },
    "a log group of this program that is not there yet": {
      properties: changed(restStage, { accessLogSettings: { destinationArn: UNKNOWN, format: "$context.requestId" } }),
      madeFrom: { accessLogSettings: ["other"] },
      companions: [{ type: "aws:cloudwatch/logGroup:LogGroup", name: "other", properties: {} }],
    },
    "a list of one block": {
      properties: changed(restStage, {
        accessLogSettings: [
          {
            destinationArn: "arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-orders",
            format: "$context.requestId",
          },
        ],
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(restStage, { accessLogSettings: undefined }),
      faults: ["The stage writes no access log."],
    },
    "a format without a destination": {
      properties: changed(restStage, { accessLogSettings: { format: "$context.requestId" } }),
      faults: ["The stage writes no access log."],
    },
  },
  unknown: {
    "the destination": {
      properties: changed(restStage, { accessLogSettings: { destinationArn: UNKNOWN, format: "$context.requestId" } }),
      path: "accessLogSettings.destinationArn",
    },
  },
};
