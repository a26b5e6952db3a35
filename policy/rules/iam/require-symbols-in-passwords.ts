import { rule } from "../../core/rule.ts";

/** Passwords have a symbol. */
export const requireSymbolsInPasswords = rule({
  name: "require-symbols-in-passwords",
  description: "The account's password policy asks for passwords that have a symbol.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.requireSymbols",
  severity: "medium",
  level: "mandatory",
  reason: "Simple passwords are guessed from lists, and one guessed password is a way into the account.",
  remediation: "Set `requireSymbols` to true.",
  controls: { "pci-dss-4.0.1": ["8.3.6"], soc2: ["CC6.1"], psd2: ["RTS 22"], "aws-fsbp": ["IAM.13"] },
  judge: ({ read }) => (read.flag("requireSymbols") === true ? undefined : "Passwords need no symbol."),
  remediate: (properties) =>
    properties["requireSymbols"] === true ? properties : { ...properties, requireSymbols: true },
});
