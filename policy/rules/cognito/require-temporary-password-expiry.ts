import { rule } from "../../core/rule.ts";

/** An invitation that nobody took ends. */
export const requireTemporaryPasswordExpiry = rule({
  name: "require-temporary-password-expiry",
  description: "Passwords that an administrator sent are valid for a week at most.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.passwordPolicy.temporaryPasswordValidityDays",
  severity: "low",
  level: "mandatory",
  reason: "A temporary password lies in a mailbox: whoever reads it later takes the account over.",
  remediation: "Set `passwordPolicy.temporaryPasswordValidityDays` to 7 or less.",
  controls: { "pci-dss-4.0.1": ["8.3.1"], soc2: ["CC6.2"], "aws-fsbp": ["Cognito.3"] },
  judge: ({ read }) => {
    const days = read.block("passwordPolicy")?.number("temporaryPasswordValidityDays") ?? 7;
    return days > 7 ? `Temporary passwords are valid for ${days} days.` : undefined;
  },
});
