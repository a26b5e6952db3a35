import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { healthCheck } from "./compliant.ts";
import { disallowDisabledHealthCheck } from "./disallow-disabled-health-check.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowDisabledHealthCheck,
  compliant: { "the default": { properties: healthCheck } },
  violating: {
    disabled: { properties: changed(healthCheck, { disabled: true }), faults: ["The health check is disabled."] },
  },
  unknown: { it: { properties: changed(healthCheck, { disabled: UNKNOWN }), path: "disabled" } },
};
