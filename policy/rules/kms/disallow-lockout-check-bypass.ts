import { rule } from "../../core/rule.ts";
import { POLICY_TYPES } from "./key-types.ts";

/** A key's policy cannot lock its owner out by accident. */
export const disallowLockoutCheckBypass = rule({
  name: "disallow-lockout-check-bypass",
  description: "KMS keys do not skip the check that their policy leaves somebody who can change it.",
  types: [...POLICY_TYPES],
  property: "kms.Key.bypassPolicyLockoutSafetyCheck",
  severity: "medium",
  level: "mandatory",
  reason: "A policy that names nobody who may change it makes the key, and what it encrypts, unmanageable for good.",
  remediation: "Leave `bypassPolicyLockoutSafetyCheck` out, or set it to false.",
  controls: { "pci-dss-4.0.1": ["3.6.1"], soc2: ["CC6.1", "A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    if (read.flag("bypassPolicyLockoutSafetyCheck") !== true) return undefined;
    return "The key's policy may lock out its owner: the safety check is skipped.";
  },
  remediate: (properties) =>
    String(properties["bypassPolicyLockoutSafetyCheck"]) === "true"
      ? { ...properties, bypassPolicyLockoutSafetyCheck: false }
      : properties,
});
