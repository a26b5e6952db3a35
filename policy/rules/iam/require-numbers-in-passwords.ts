import { rule } from "../../core/rule.ts";

/** Passwords have a digit. */
export const requireNumbersInPasswords = rule({
  name: "require-numbers-in-passwords",
  description: "The account's password policy asks for passwords that have a digit.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.requireNumbers",
  severity: "medium",
  level: "mandatory",
  reason: "Simple passwords are guessed from lists, and one guessed password is a way into the account.",
  remediation: "Set `requireNumbers` to true.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 22"], "aws-fsbp": ["IAM.14"] },
  judge: ({ read }) => (read.flag("requireNumbers") === true ? undefined : "Passwords need no digit."),
  remediate: (properties) =>
    properties["requireNumbers"] === true ? properties : { ...properties, requireNumbers: true },
});
