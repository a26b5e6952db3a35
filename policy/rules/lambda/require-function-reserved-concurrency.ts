import { rule } from "../../core/rule.ts";

/** One busy function does not starve the others. */
export const requireFunctionReservedConcurrency = rule({
  name: "require-function-reserved-concurrency",
  description: "Lambda functions have a share of the account's concurrency, and no more.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.reservedConcurrentExecutions",
  severity: "low",
  level: "advisory",
  reason: "All functions of an account share one limit: a flood at one of them, or a loop, stops all others.",
  remediation: "Set `reservedConcurrentExecutions` to what the function needs at most.",
  controls: { soc2: ["A1.1"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    // -1 says unreserved, and is the default.
    if ((read.number("reservedConcurrentExecutions") ?? -1) >= 0) return undefined;
    return "The function can take up the account's whole concurrency.";
  },
});
