import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireMultiRegionTrail } from "./require-multi-region-trail.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireMultiRegionTrail,
  compliant: { on: { properties: trail } },
  violating: {
    absent: {
      properties: changed(trail, { isMultiRegionTrail: undefined }),
      faults: ["The trail records one region only."],
    },
    off: { properties: changed(trail, { isMultiRegionTrail: false }), faults: ["The trail records one region only."] },
  },
  unknown: { it: { properties: changed(trail, { isMultiRegionTrail: UNKNOWN }), path: "isMultiRegionTrail" } },
};
