import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireGlobalServiceEvents } from "./require-global-service-events.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireGlobalServiceEvents,
  compliant: {
    "the default": { properties: trail },
    on: { properties: changed(trail, { includeGlobalServiceEvents: true }) },
  },
  violating: {
    off: {
      properties: changed(trail, { includeGlobalServiceEvents: false }),
      faults: ["The trail leaves out global services."],
    },
  },
  unknown: {
    it: { properties: changed(trail, { includeGlobalServiceEvents: UNKNOWN }), path: "includeGlobalServiceEvents" },
  },
};
