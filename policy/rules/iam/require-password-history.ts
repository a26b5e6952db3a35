import { rule } from "../../core/rule.ts";

/** Old passwords do not come back. */
export const requirePasswordHistory = rule({
  name: "require-password-history",
  description: "The account's password policy remembers the last 24 passwords.",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  property: "iam.AccountPasswordPolicy.passwordReusePrevention",
  severity: "medium",
  level: "mandatory",
  reason: "A password that leaked once opens the account again as soon as its owner takes it up again.",
  remediation: "Set `passwordReusePrevention` to 24.",
  controls: { "pci-dss-4.0.1": ["8.3.1"], soc2: ["CC6.1"], "aws-fsbp": ["IAM.16"] },
  settings: {
    rememberedMin: { type: "number", description: "How many passwords must be remembered at least.", default: 24 },
  },
  judge: ({ read, settings }) => {
    const value = read.number("passwordReusePrevention") ?? 0;

    return value < settings.rememberedMin ? `A password may come back after ${value} others.` : undefined;
  },
});
