import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";

/** Users have rights by groups and roles. */
export const disallowUserPolicy = rule({
  name: "disallow-user-policy",
  description: "No policy that allows something is written into a user.",
  types: ["aws:iam/userPolicy:UserPolicy"],
  property: "iam.UserPolicy.policy",
  severity: "medium",
  level: "mandatory",
  reason: "Rights that hang on single people are found by nobody who reviews roles, and stay when people change jobs.",
  remediation:
    "Grant the rights to a role that the person takes on, or to a group, and remove the `aws.iam.UserPolicy`.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "7.2.5"], soc2: ["CC6.2", "CC6.3"], "aws-fsbp": ["IAM.2"] },
  judge: ({ read }) =>
    documentAt(read, "policy")?.statements.some(({ effect }) => effect === "Allow")
      ? "The user has rights by a policy of its own."
      : undefined,
});
