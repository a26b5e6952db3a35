import { rule } from "../../core/rule.ts";

/** A signature that does not hold stops the deployment. */
export const requireCodeSigningEnforcement = rule({
  name: "require-code-signing-enforcement",
  description: "Code signing configurations refuse code with a bad signature.",
  types: ["aws:lambda/codeSigningConfig:CodeSigningConfig"],
  property: "lambda.CodeSigningConfig.policies.untrustedArtifactOnDeployment",
  severity: "medium",
  level: "mandatory",
  reason: "By default a deployment of unsigned or changed code only leaves a line in a log.",
  remediation: 'Set `policies.untrustedArtifactOnDeployment` to "Enforce".',
  controls: { "pci-dss-4.0.1": ["11.5.2"], soc2: ["CC6.8", "CC8.1"] },
  judge: ({ read }) => {
    if (read.block("policies")?.text("untrustedArtifactOnDeployment") === "Enforce") return undefined;
    return "Code with a bad signature is deployed with a warning.";
  },
});
