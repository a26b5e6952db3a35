import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { schedule } from "./compliant.ts";
import { requireScheduleDeadLetterQueue } from "./require-schedule-dead-letter-queue.ts";

/** Schedules with and without dead-letter queues. */
export const fixtures: Fixtures = {
  rule: requireScheduleDeadLetterQueue,
  compliant: {
    "a queue": { properties: schedule },
  },
  violating: {
    none: {
      properties: changed(schedule, {
        target: {
          arn: "arn:aws:lambda:eu-west-1:111122223333:function:settle",
          roleArn: "arn:aws:iam::111122223333:role/settle",
        },
      }),
      faults: ["The schedule has no dead-letter queue."],
    },
  },
  unknown: {
    target: { properties: changed(schedule, { target: UNKNOWN }), path: "target" },
  },
};
