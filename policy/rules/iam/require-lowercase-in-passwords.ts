import { rule } from "../../core/rule.ts";

/** Passwords have a lower-case letter. */
export const requireLowercaseInPasswords = rule({
  name: "require-lowercase-in-passwords",
  description: "The account's password policy asks for passwords that have a lower-case letter.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.requireLowercaseCharacters",
  severity: "medium",
  level: "mandatory",
  reason: "Simple passwords are guessed from lists, and one guessed password is a way into the account.",
  remediation: "Set `requireLowercaseCharacters` to true.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 22"], "aws-fsbp": ["IAM.12"] },
  judge: ({ read }) =>
    read.flag("requireLowercaseCharacters") === true ? undefined : "Passwords need no lower-case letter.",
  remediate: (properties) =>
    properties["requireLowercaseCharacters"] === true
      ? properties
      : { ...properties, requireLowercaseCharacters: true },
});
