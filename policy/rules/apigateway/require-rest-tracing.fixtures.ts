import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restStage } from "./compliant.ts";
import { requireRestTracing } from "./require-rest-tracing.ts";

/** Stages that trace, and that do not. */
export const fixtures: Fixtures = {
  rule: requireRestTracing,
  compliant: {
    traced: { properties: restStage },
    "true as text": { properties: changed(restStage, { xrayTracingEnabled: "true" }) },
  },
  violating: {
    absent: {
      properties: changed(restStage, { xrayTracingEnabled: undefined }),
      faults: ["The stage does not trace its calls."],
    },
    off: {
      properties: changed(restStage, { xrayTracingEnabled: false }),
      faults: ["The stage does not trace its calls."],
    },
  },
  unknown: { tracing: { properties: changed(restStage, { xrayTracingEnabled: UNKNOWN }), path: "xrayTracingEnabled" } },
};
