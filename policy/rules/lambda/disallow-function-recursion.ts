import { rule } from "../../core/rule.ts";

/** A loop ends by itself. */
export const disallowFunctionRecursion = rule({
  name: "disallow-function-recursion",
  description: "Lambda stops functions that invoke themselves in a loop.",
  types: ["aws:lambda/functionRecursionConfig:FunctionRecursionConfig"],
  property: "lambda.FunctionRecursionConfig.recursiveLoop",
  severity: "medium",
  level: "advisory",
  reason:
    "A function that writes to the queue it reads from runs until the account's concurrency or budget is used up.",
  remediation: 'Set `recursiveLoop` to "Terminate".',
  controls: { soc2: ["A1.1"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    return read.text("recursiveLoop") === "Allow" ? "The function may invoke itself without end." : undefined;
  },
});
