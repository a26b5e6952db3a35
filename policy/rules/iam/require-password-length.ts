import { rule } from "../../core/rule.ts";

/** Passwords are long. */
export const requirePasswordLength = rule({
  name: "require-password-length",
  description: "The account's password policy asks for at least 14 characters.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.minimumPasswordLength",
  severity: "medium",
  level: "mandatory",
  reason: "Short passwords are guessed by trying; length counts for more than any other property.",
  remediation: "Set `minimumPasswordLength` to at least 14.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 22"], "aws-fsbp": ["IAM.15"] },
  settings: { lengthMin: { type: "number", description: "The least length, in characters.", default: 14 } },
  judge: ({ read, settings }) => {
    const value = read.number("minimumPasswordLength") ?? 0;

    return value < settings.lengthMin
      ? value === 0
        ? "Passwords may have 6 characters."
        : `Passwords may have ${value} characters.`
      : undefined;
  },
});
