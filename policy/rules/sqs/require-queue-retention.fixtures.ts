import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { queue } from "./compliant.ts";
import { requireQueueRetention } from "./require-queue-retention.ts";

/** How long queues keep messages. */
export const fixtures: Fixtures = {
  rule: requireQueueRetention,
  compliant: {
    "four days, as nothing is said": { properties: queue },
    "a day": { properties: changed(queue, { messageRetentionSeconds: 86_400 }) },
  },
  violating: {
    "a minute": {
      properties: changed(queue, { messageRetentionSeconds: 60 }),
      faults: ["The queue forgets messages after 60 s, less than 86400 s."],
    },
    "less than the setting": {
      properties: changed(queue, { messageRetentionSeconds: 3600 }),
      settings: { minSeconds: 345_600 },
      faults: ["The queue forgets messages after 3600 s, less than 345600 s."],
    },
  },
  unknown: {
    retention: { properties: changed(queue, { messageRetentionSeconds: UNKNOWN }), path: "messageRetentionSeconds" },
  },
};
