import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireTrailInsights } from "./require-trail-insights.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireTrailInsights,
  compliant: { on: { properties: trail } },
  violating: {
    absent: {
      properties: changed(trail, { insightSelectors: undefined }),
      faults: ["The trail looks for nothing unusual."],
    },
  },
  unknown: { it: { properties: changed(trail, { insightSelectors: UNKNOWN }), path: "insightSelectors" } },
};
