import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { httpStage } from "./compliant.ts";
import { requireHttpAccessLogs } from "./require-http-access-logs.ts";

/** Stages with and without an access log. */
export const fixtures: Fixtures = {
  rule: requireHttpAccessLogs,
  compliant: {
    "a log group": { properties: httpStage },
    "a log group of this program that is not there yet": {
      properties: changed(httpStage, { accessLogSettings: { destinationArn: UNKNOWN, format: "$context.requestId" } }),
      madeFrom: { accessLogSettings: ["other"] },
      companions: [{ type: "aws:cloudwatch/logGroup:LogGroup", name: "other", properties: {} }],
    },
  },
  violating: {
    absent: {
      properties: changed(httpStage, { accessLogSettings: undefined }),
      faults: ["The stage writes no access log."],
    },
  },
  unknown: {
    "the destination": {
      properties: changed(httpStage, { accessLogSettings: { destinationArn: UNKNOWN, format: "$context.requestId" } }),
      path: "accessLogSettings.destinationArn",
    },
  },
};
