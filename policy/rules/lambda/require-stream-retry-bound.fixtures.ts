import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { streamMapping, queueMapping } from "./compliant.ts";
import { requireStreamRetryBound } from "./require-stream-retry-bound.ts";

/** Mappings with and without an end to their tries. */
export const fixtures: Fixtures = {
  rule: requireStreamRetryBound,
  compliant: {
    "both bounds": { properties: streamMapping },
    "a bound of age": { properties: changed(streamMapping, { maximumRetryAttempts: undefined }) },
    "a bound of tries": { properties: changed(streamMapping, { maximumRecordAgeInSeconds: undefined }) },
    "no second try": { properties: changed(streamMapping, { maximumRetryAttempts: 0, maximumRecordAgeInSeconds: -1 }) },
    "a queue": { properties: queueMapping },
  },
  violating: {
    absent: {
      properties: changed(streamMapping, { maximumRetryAttempts: undefined, maximumRecordAgeInSeconds: undefined }),
      faults: ["The mapping tries a failing record again without end."],
    },
    "without end": {
      properties: changed(streamMapping, { maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1 }),
      faults: ["The mapping tries a failing record again without end."],
    },
  },
  unknown: {
    tries: { properties: changed(streamMapping, { maximumRetryAttempts: UNKNOWN }), path: "maximumRetryAttempts" },
  },
};
