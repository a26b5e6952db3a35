import { rule } from "../../core/rule.ts";
import { hasUsers } from "./users.ts";

/** A changed password is another one. */
export const requireUserPoolPasswordHistory = rule({
  name: "require-user-pool-password-history",
  description: "Users cannot use one of their last four passwords again.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.passwordPolicy.passwordHistorySize",
  severity: "low",
  level: "advisory",
  scope: "stack",
  reason: "A password that was stolen comes back when its user changes it forth and back.",
  remediation: "Set `passwordPolicy.passwordHistorySize` to 4 or more.",
  controls: { "pci-dss-4.0.1": ["8.3.7"], soc2: ["CC6.1"] },
  judge: ({ resource, read, stack }) => {
    const size = read.block("passwordPolicy")?.number("passwordHistorySize") ?? 0;
    return size >= 4 || !hasUsers(resource, stack)
      ? undefined
      : `The user pool remembers ${size} old passwords of a user.`;
  },
});
