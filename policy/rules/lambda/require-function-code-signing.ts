import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** Code that was changed on its way is not run. */
export const requireFunctionCodeSigning = rule({
  name: "require-function-code-signing",
  description: "Lambda functions run only code that a trusted publisher signed.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.codeSigningConfigArn",
  severity: "low",
  level: "advisory",
  scope: "stack",
  reason: "Whoever may write the artifacts or update the function can run code of their own with its role.",
  remediation: "Set `codeSigningConfigArn` to the ARN of a code signing configuration.",
  controls: { "pci-dss-4.0.1": ["6.5.3"], soc2: ["CC6.8", "CC8.1"] },
  judge: (given) => {
    // Lambda does not sign images.
    if (given.read.text("packageType") === "Image") return undefined;
    const config = referenceAt(
      given,
      given.read,
      "codeSigningConfigArn",
      "aws:lambda/codeSigningConfig:CodeSigningConfig",
    );
    return config === undefined || config === "" ? "The function runs code that nobody signed." : undefined;
  },
});
