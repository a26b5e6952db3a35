import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { usagePlan } from "./compliant.ts";
import { requireUsagePlanThrottling } from "./require-usage-plan-throttling.ts";

/** Plans with and without a rate. */
export const fixtures: Fixtures = {
  rule: requireUsagePlanThrottling,
  compliant: { "a rate": { properties: usagePlan } },
  violating: {
    absent: {
      properties: changed(usagePlan, { throttleSettings: undefined }),
      faults: ["The usage plan does not limit its callers' rate."],
    },
    "a burst alone": {
      properties: changed(usagePlan, { throttleSettings: { burstLimit: 40 } }),
      faults: ["The usage plan does not limit its callers' rate."],
    },
  },
  unknown: {
    "the rate": {
      properties: changed(usagePlan, { throttleSettings: { rateLimit: UNKNOWN } }),
      path: "throttleSettings.rateLimit",
    },
  },
};
