import { rule } from "../../core/rule.ts";

/** Deleting all users takes two steps. */
export const requireUserPoolDeletionProtection = rule({
  name: "require-user-pool-deletion-protection",
  description: "User pools cannot be deleted by accident.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.deletionProtection",
  severity: "medium",
  level: "mandatory",
  reason: "A pool that is deleted takes all users and their passwords with it; there is no backup of a pool.",
  remediation: 'Set `deletionProtection` to "ACTIVE".',
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.b", "32.1.c"], "aws-fsbp": ["Cognito.6"] },
  judge: ({ read }) => {
    return read.text("deletionProtection") === "ACTIVE" ? undefined : "The user pool can be deleted in one step.";
  },
  remediate: (properties) =>
    properties["deletionProtection"] === "ACTIVE" ? properties : { ...properties, deletionProtection: "ACTIVE" },
});
