import { rule } from "../../core/rule.ts";

/** Passwords end. */
export const requirePasswordExpiry = rule({
  name: "require-password-expiry",
  description: "The account's password policy lets passwords live for at most 90 days.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.maxPasswordAge",
  severity: "medium",
  level: "mandatory",
  reason: "A password that leaked unnoticed stays good until it is changed.",
  remediation: "Set `maxPasswordAge` to 90 or less.",
  controls: { "pci-dss-4.0.1": ["8.3.9"], soc2: ["CC6.1"], "aws-fsbp": ["IAM.17"] },
  settings: { daysMax: { type: "number", description: "The longest life of a password, in days.", default: 90 } },
  judge: ({ read, settings }) => {
    const value = read.number("maxPasswordAge") ?? 0;
    if (value === 0) return "Passwords live for ever.";
    return value > settings.daysMax ? `Passwords live for ${value} days.` : undefined;
  },
});
