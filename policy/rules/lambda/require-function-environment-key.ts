import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Variables are encrypted with a key whose policy and whose use the owner controls. */
export const requireFunctionEnvironmentKey = rule({
  name: "require-function-environment-key",
  description: "Environment variables of Lambda functions are encrypted with a customer managed KMS key.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.kmsKeyArn",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Whoever may describe a function reads its variables, unless a key of one's own asks for a second leave.",
  remediation: "Set `kmsKeyArn` to the ARN of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["3.5.1", "8.3.2"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    const variables = given.read.block("environment")?.raw("variables");
    if (typeof variables !== "object" || variables === null || Object.keys(variables).length === 0) return undefined;
    return keyFault("The function's environment", given, given.read, "kmsKeyArn");
  },
});
