import { changed, UNKNOWN, MAIN, type Fixtures } from "../../core/fixtures.ts";
import { deadLetterQueue, queue } from "./compliant.ts";
import { requireDeadLetterRetention } from "./require-dead-letter-retention.ts";

/** Retention of dead-letter queues beside that of their sources. */
export const fixtures: Fixtures = {
  rule: requireDeadLetterRetention,
  compliant: {
    "14 days": {
      properties: deadLetterQueue,
      companions: [{ type: "aws:sqs/queue:Queue", name: "source", properties: queue }],
    },
    "longer than the source": {
      properties: changed(deadLetterQueue, { messageRetentionSeconds: 172_800 }),
      companions: [
        {
          type: "aws:sqs/queue:Queue",
          name: "source",
          properties: changed(queue, { messageRetentionSeconds: 86_400 }),
        },
      ],
    },
    "no source in this stack": { properties: changed(deadLetterQueue, { messageRetentionSeconds: undefined }) },
  },
  violating: {
    "both at AWS's four days": {
      properties: changed(deadLetterQueue, { messageRetentionSeconds: undefined }),
      companions: [{ type: "aws:sqs/queue:Queue", name: "source", properties: queue }],
      faults: ["The dead-letter queue keeps messages for 345600 s, no longer than the queue source (345600 s)."],
    },
    "shorter, connected by the program": {
      properties: changed(deadLetterQueue, { name: undefined, messageRetentionSeconds: 86_400 }),
      companions: [
        {
          type: "aws:sqs/queue:Queue",
          name: "source",
          properties: changed(queue, { redrivePolicy: UNKNOWN }),
          madeFrom: { redrivePolicy: [MAIN] },
        },
      ],
      faults: ["The dead-letter queue keeps messages for 86400 s, no longer than the queue source (345600 s)."],
    },
  },
  unknown: {
    retention: {
      properties: changed(deadLetterQueue, { messageRetentionSeconds: UNKNOWN }),
      path: "messageRetentionSeconds",
    },
  },
};
