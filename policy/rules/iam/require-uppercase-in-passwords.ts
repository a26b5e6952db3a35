import { rule } from "../../core/rule.ts";

/** Passwords have an upper-case letter. */
export const requireUppercaseInPasswords = rule({
  name: "require-uppercase-in-passwords",
  description: "The account's password policy asks for passwords that have an upper-case letter.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.requireUppercaseCharacters",
  severity: "medium",
  level: "mandatory",
  reason: "Simple passwords are guessed from lists, and one guessed password is a way into the account.",
  remediation: "Set `requireUppercaseCharacters` to true.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 22"], "aws-fsbp": ["IAM.11"] },
  judge: ({ read }) =>
    read.flag("requireUppercaseCharacters") === true ? undefined : "Passwords need no upper-case letter.",
  remediate: (properties) =>
    properties["requireUppercaseCharacters"] === true
      ? properties
      : { ...properties, requireUppercaseCharacters: true },
});
