import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { store } from "./compliant.ts";
import { requireMultiRegionEventStore } from "./require-multi-region-event-store.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireMultiRegionEventStore,
  compliant: { "the default": { properties: store } },
  violating: {
    off: {
      properties: changed(store, { multiRegionEnabled: false }),
      faults: ["The store takes events of one region only."],
    },
  },
  unknown: { it: { properties: changed(store, { multiRegionEnabled: UNKNOWN }), path: "multiRegionEnabled" } },
};
