import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { streamMapping } from "./compliant.ts";
import { requireStreamBatchIsolation } from "./require-stream-batch-isolation.ts";

/** Mappings that isolate a bad record, and that do not. */
export const fixtures: Fixtures = {
  rule: requireStreamBatchIsolation,
  compliant: {
    "both ways": { properties: streamMapping },
    bisects: { properties: changed(streamMapping, { functionResponseTypes: undefined }) },
    reports: { properties: changed(streamMapping, { bisectBatchOnFunctionError: undefined }) },
    "one at a time": {
      properties: changed(streamMapping, {
        batchSize: 1,
        bisectBatchOnFunctionError: undefined,
        functionResponseTypes: undefined,
      }),
    },
  },
  violating: {
    neither: {
      properties: changed(streamMapping, { bisectBatchOnFunctionError: undefined, functionResponseTypes: undefined }),
      faults: ["One bad record fails the mapping's whole batch."],
    },
    "bisecting off": {
      properties: changed(streamMapping, { bisectBatchOnFunctionError: false, functionResponseTypes: [] }),
      faults: ["One bad record fails the mapping's whole batch."],
    },
  },
  unknown: {
    bisecting: {
      properties: changed(streamMapping, { bisectBatchOnFunctionError: UNKNOWN }),
      path: "bisectBatchOnFunctionError",
    },
  },
};
