import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { target } from "./compliant.ts";
import { requireTargetDeadLetterQueue } from "./require-target-dead-letter-queue.ts";

/** Targets with and without dead-letter queues. */
export const fixtures: Fixtures = {
  rule: requireTargetDeadLetterQueue,
  compliant: {
    "a queue": { properties: target },
    "a queue of this program that is not there yet": {
      properties: changed(target, { deadLetterConfig: { arn: UNKNOWN } }),
      madeFrom: { deadLetterConfig: ["aside"] },
      companions: [{ type: "aws:sqs/queue:Queue", name: "aside", properties: {} }],
    },
  },
  violating: {
    none: {
      properties: changed(target, { deadLetterConfig: undefined }),
      faults: ["The target has no dead-letter queue."],
    },
    "an empty block": {
      properties: changed(target, { deadLetterConfig: {} }),
      faults: ["The target has no dead-letter queue."],
    },
  },
  unknown: {
    arn: { properties: changed(target, { deadLetterConfig: { arn: UNKNOWN } }), path: "deadLetterConfig.arn" },
  },
};
