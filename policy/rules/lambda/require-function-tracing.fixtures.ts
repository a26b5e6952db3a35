import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireFunctionTracing } from "./require-function-tracing.ts";

/** Functions that trace, that leave it to their callers, and that do not. */
export const fixtures: Fixtures = {
  rule: requireFunctionTracing,
  compliant: {
    active: { properties: lambdaFunction },
    "a list of one block": { properties: changed(lambdaFunction, { tracingConfig: [{ mode: "Active" }] }) },
  },
  violating: {
    absent: {
      properties: changed(lambdaFunction, { tracingConfig: undefined }),
      faults: ["The function does not trace its invocations."],
    },
    "pass-through": {
      properties: changed(lambdaFunction, { tracingConfig: { mode: "PassThrough" } }),
      faults: ["The function traces only what its caller decided to trace."],
    },
  },
  unknown: {
    "the mode": {
      properties: changed(lambdaFunction, { tracingConfig: { mode: UNKNOWN } }),
      path: "tracingConfig.mode",
    },
  },
};
