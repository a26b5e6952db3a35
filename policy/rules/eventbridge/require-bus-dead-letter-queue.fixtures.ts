import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bus } from "./compliant.ts";
import { requireBusDeadLetterQueue } from "./require-bus-dead-letter-queue.ts";

/** Buses with keys, with and without dead-letter queues. */
export const fixtures: Fixtures = {
  rule: requireBusDeadLetterQueue,
  compliant: {
    "a queue": { properties: bus },
  },
  violating: {
    none: {
      properties: changed(bus, { deadLetterConfig: undefined }),
      faults: ["The bus has no dead-letter queue."],
    },
  },
  unknown: {
    config: { properties: changed(bus, { deadLetterConfig: UNKNOWN }), path: "deadLetterConfig" },
  },
};
