import { rule } from "../../core/rule.ts";

/** Signing keys sign. */
export const requireActiveSigningKey = rule({
  name: "require-active-signing-key",
  description: "Key-signing keys are active.",
  types: ["aws:route53/keySigningKey:KeySigningKey"],
  property: "route53.KeySigningKey.status",
  severity: "medium",
  level: "mandatory",
  reason: "A zone whose keys are inactive is not signed, whatever it says of itself.",
  remediation: 'Set `status` to "ACTIVE", or leave it out.',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"] },
  judge: ({ read }) => (read.text("status") === "INACTIVE" ? "The signing key is inactive." : undefined),
});
