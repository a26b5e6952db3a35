import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { advanced, trail } from "./compliant.ts";
import { requireDataEvents } from "./require-data-events.ts";

/** Selectors in both forms. */
export const fixtures: Fixtures = {
  rule: requireDataEvents,
  compliant: {
    objects: { properties: trail },
    "in the newer form": {
      properties: changed(trail, { eventSelectors: undefined, advancedEventSelectors: advanced }),
    },
  },
  violating: {
    absent: {
      properties: changed(trail, { eventSelectors: undefined }),
      faults: ["The trail records no data events."],
    },
    "management only": {
      properties: changed(trail, { eventSelectors: [{ includeManagementEvents: true }] }),
      faults: ["The trail records no data events."],
    },
    "management only, in the newer form": {
      properties: changed(trail, { eventSelectors: undefined, advancedEventSelectors: advanced.slice(0, 1) }),
      faults: ["The trail records no data events."],
    },
  },
  unknown: { selectors: { properties: changed(trail, { eventSelectors: UNKNOWN }), path: "eventSelectors" } },
};
