import { rule } from "../../core/rule.ts";

/** An address of a function is for callers with credentials only. */
export const requireFunctionUrlAuthorization = rule({
  name: "require-function-url-authorization",
  description: "Lambda function URLs ask for IAM credentials.",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  property: "lambda.FunctionUrl.authorizationType",
  severity: "critical",
  level: "mandatory",
  reason: "A function URL without authorization runs the function, with its role, for everyone on the internet.",
  remediation: 'Set `authorizationType` to "AWS_IAM".',
  controls: { "pci-dss-4.0.1": ["7.3.3", "8.3.1"], soc2: ["CC6.1", "CC6.6"], gdpr: ["32.1.b"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    if (read.text("authorizationType") === "AWS_IAM") return undefined;
    return "Anyone on the internet can invoke the function by its URL.";
  },
});
