import { rule } from "../../core/rule.ts";

/** Secrets change by themselves. */
export const requireSecretRotation = rule({
  name: "require-secret-rotation",
  description: "Secrets in Secrets Manager are rotated.",
  types: ["aws:secretsmanager/secret:Secret"],
  property: "secretsmanager.SecretRotation.secretId",
  severity: "medium",
  level: "mandatory",
  reason: "A password that never changes stays useful to everyone who ever saw it.",
  remediation: "Add an `aws.secretsmanager.SecretRotation` whose `secretId` is this secret.",
  controls: {
    "pci-dss-4.0.1": ["8.3.9", "8.6.3"],
    soc2: ["CC6.1"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["SecretsManager.1"],
  },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    const rotations = stack.referringTo(resource, "secretId", "aws:secretsmanager/secretRotation:SecretRotation");
    if (rotations.length > 0 || read.block("rotationRules") !== undefined) return undefined;
    // A rotation of a secret whose name is unknown may be there after all.
    read.text("name");
    return "The secret is never rotated.";
  },
});
