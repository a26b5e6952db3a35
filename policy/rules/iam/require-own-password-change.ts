import { rule } from "../../core/rule.ts";

/** People change their passwords themselves. */
export const requireOwnPasswordChange = rule({
  name: "require-own-password-change",
  description: "The account's password policy lets users change their own passwords.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.allowUsersToChangePassword",
  severity: "low",
  level: "mandatory",
  reason: "Who cannot change a password that leaked asks somebody who then knows the new one, or leaves it.",
  remediation: "Set `allowUsersToChangePassword` to true, or leave it out.",
  controls: { "pci-dss-4.0.1": ["8.3.1"], soc2: ["CC6.1"] },
  judge: ({ read }) =>
    read.flag("allowUsersToChangePassword") === false ? "Users may not change their own passwords." : undefined,
});
