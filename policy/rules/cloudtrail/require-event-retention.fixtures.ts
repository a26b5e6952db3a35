import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { store } from "./compliant.ts";
import { requireEventRetention } from "./require-event-retention.ts";

/** Periods of several lengths. */
export const fixtures: Fixtures = {
  rule: requireEventRetention,
  compliant: {
    "seven years": { properties: store },
    "the default": { properties: changed(store, { retentionPeriod: undefined }) },
    "a quarter where that is agreed": {
      properties: changed(store, { retentionPeriod: 90 }),
      settings: { daysMin: 90 },
    },
  },
  violating: {
    "a quarter": {
      properties: changed(store, { retentionPeriod: 90 }),
      faults: ["The store keeps events for 90 days."],
    },
  },
  unknown: { it: { properties: changed(store, { retentionPeriod: UNKNOWN }), path: "retentionPeriod" } },
};
