import { rule } from "../../core/rule.ts";

/** A rotation that is declared takes place. */
export const requireEnabledRotation = rule({
  name: "require-enabled-rotation",
  description: "Rotations of secrets are on.",
  types: ["aws:secretsmanager/secretRotation:SecretRotation"],
  property: "secretsmanager.SecretRotation.rotationEnabled",
  severity: "medium",
  level: "mandatory",
  reason: "A rotation that was switched off for an incident and forgotten looks like one that works.",
  remediation: "Leave `rotationEnabled` out, or set it to true.",
  controls: {
    "pci-dss-4.0.1": ["8.3.9", "8.6.3"],
    soc2: ["CC6.1"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["SecretsManager.2"],
  },
  judge: ({ read }) => (read.flag("rotationEnabled") === false ? "The secret's rotation is switched off." : undefined),
});
