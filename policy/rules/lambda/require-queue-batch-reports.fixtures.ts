import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { queueMapping } from "./compliant.ts";
import { requireQueueBatchReports } from "./require-queue-batch-reports.ts";

/** Mappings of queues that report, and that do not. */
export const fixtures: Fixtures = {
  rule: requireQueueBatchReports,
  compliant: {
    reports: { properties: queueMapping },
    "one at a time": { properties: changed(queueMapping, { batchSize: 1, functionResponseTypes: undefined }) },
  },
  violating: {
    absent: {
      properties: changed(queueMapping, { functionResponseTypes: undefined }),
      faults: ["One bad message fails the mapping's whole batch."],
    },
    "the default size": {
      properties: changed(queueMapping, { batchSize: undefined, functionResponseTypes: [] }),
      faults: ["One bad message fails the mapping's whole batch."],
    },
  },
  unknown: {
    reports: { properties: changed(queueMapping, { functionResponseTypes: UNKNOWN }), path: "functionResponseTypes" },
  },
};
