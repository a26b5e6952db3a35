import { rule } from "../../core/rule.ts";
import { hasUsers } from "./users.ts";

/** A stolen password is noticed when it is used. */
export const requireUserPoolThreatProtection = rule({
  name: "require-user-pool-threat-protection",
  description: "User pools stop sign-ins that look like somebody else's.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.userPoolAddOns.advancedSecurityMode",
  severity: "medium",
  level: "advisory",
  scope: "stack",
  reason:
    "Lists of stolen passwords are tried by robots; without threat protection each hit is a sign-in like any other.",
  remediation: 'Set `userPoolAddOns.advancedSecurityMode` to "ENFORCED".',
  controls: { "pci-dss-4.0.1": ["8.3.4"], soc2: ["CC6.1", "CC7.2"], psd2: ["RTS 2"], "aws-fsbp": ["Cognito.1"] },
  judge: ({ resource, read, stack }) => {
    const mode = read.block("userPoolAddOns")?.text("advancedSecurityMode") ?? "OFF";
    if (mode === "ENFORCED" || !hasUsers(resource, stack)) return undefined;
    return mode === "AUDIT"
      ? "The user pool only counts sign-ins that look stolen."
      : "The user pool does not look for stolen sign-ins.";
  },
});
