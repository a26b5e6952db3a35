import { rule } from "../../core/rule.ts";

/** Secrets Manager itself refuses a policy that would open a secret. */
export const requireSecretPolicyCheck = rule({
  name: "require-secret-policy-check",
  description: "Policies of secrets are checked by Secrets Manager for broad access.",
  types: ["aws:secretsmanager/secretPolicy:SecretPolicy"],
  property: "secretsmanager.SecretPolicy.blockPublicPolicy",
  severity: "low",
  level: "advisory",
  reason: "The service's own check also sees what a policy comes to with values that no program knows beforehand.",
  remediation: "Set `blockPublicPolicy` to true.",
  controls: { "pci-dss-4.0.1": ["7.3.3"], soc2: ["CC6.1"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    if (read.flag("blockPublicPolicy") === true) return undefined;
    return "The secret's policy is put in place without a check for broad access.";
  },
  remediate: (properties) =>
    String(properties["blockPublicPolicy"]) === "true" ? properties : { ...properties, blockPublicPolicy: true },
});
