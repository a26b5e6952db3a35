import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deadLetterConfig, schedule } from "./compliant.ts";
import { requireScheduleRetries } from "./require-schedule-retries.ts";

/** Schedules by their attempts. */
export const fixtures: Fixtures = {
  rule: requireScheduleRetries,
  compliant: {
    three: { properties: schedule },
  },
  violating: {
    none: {
      properties: changed(schedule, {
        target: {
          arn: "arn:aws:lambda:eu-west-1:111122223333:function:settle",
          roleArn: "arn:aws:iam::111122223333:role/settle",
          deadLetterConfig,
          retryPolicy: { maximumRetryAttempts: 0 },
        },
      }),
      faults: ["The run is tried once and never again."],
    },
  },
  unknown: {
    attempts: {
      properties: changed(schedule, { target: { deadLetterConfig, retryPolicy: { maximumRetryAttempts: UNKNOWN } } }),
      path: "target.retryPolicy.maximumRetryAttempts",
    },
  },
};
