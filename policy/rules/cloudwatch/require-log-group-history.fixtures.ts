import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { logGroup } from "./compliant.ts";
import { requireLogGroupHistory } from "./require-log-group-history.ts";

/** Log groups that keep events for long enough, and that do not. */
export const fixtures: Fixtures = {
  rule: requireLogGroupHistory,
  compliant: {
    "a year": { properties: logGroup },
    "a month": { properties: changed(logGroup, { retentionInDays: 30 }) },
    "three months": { properties: changed(logGroup, { retentionInDays: 90 }) },
    "a group that only hands on": { properties: changed(logGroup, { logGroupClass: "DELIVERY", retentionInDays: 1 }) },
  },
  violating: {
    "a week": {
      properties: changed(logGroup, { retentionInDays: 7 }),
      faults: ["The log group keeps its events for 7 days only."],
    },
    "two weeks": {
      properties: changed(logGroup, { retentionInDays: 14 }),
      faults: ["The log group keeps its events for 14 days only."],
    },
    "less than this company's year": {
      properties: changed(logGroup, { retentionInDays: 180 }),
      settings: { minimumDays: 365 },
      faults: ["The log group keeps its events for 180 days only."],
    },
  },
  unknown: { "the days": { properties: changed(logGroup, { retentionInDays: UNKNOWN }), path: "retentionInDays" } },
};
