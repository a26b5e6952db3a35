import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { group } from "./compliant.ts";
import { requireTraceInsights } from "./require-trace-insights.ts";

/** Groups with and without insights. */
export const fixtures: Fixtures = {
  rule: requireTraceInsights,
  compliant: { watched: { properties: group } },
  violating: {
    absent: {
      properties: changed(group, { insightsConfiguration: undefined }),
      faults: ["Nobody watches the group's traces for incidents."],
    },
    off: {
      properties: changed(group, { insightsConfiguration: { insightsEnabled: false } }),
      faults: ["Nobody watches the group's traces for incidents."],
    },
  },
  unknown: {
    insights: {
      properties: changed(group, { insightsConfiguration: { insightsEnabled: UNKNOWN } }),
      path: "insightsConfiguration.insightsEnabled",
    },
  },
};
