import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { logGroup } from "./compliant.ts";
import { requireLogGroupRetention } from "./require-log-group-retention.ts";

/** Log groups with and without an end. */
export const fixtures: Fixtures = {
  rule: requireLogGroupRetention,
  compliant: {
    "a year": { properties: logGroup },
    "a group that only hands on": {
      properties: changed(logGroup, { logGroupClass: "DELIVERY", retentionInDays: undefined }),
    },
  },
  violating: {
    absent: {
      properties: changed(logGroup, { retentionInDays: undefined }),
      faults: ["The log group keeps its events for ever."],
    },
    "for ever": {
      properties: changed(logGroup, { retentionInDays: 0 }),
      faults: ["The log group keeps its events for ever."],
    },
  },
  unknown: { "the days": { properties: changed(logGroup, { retentionInDays: UNKNOWN }), path: "retentionInDays" } },
};
