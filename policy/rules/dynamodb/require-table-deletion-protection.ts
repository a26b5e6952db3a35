import { rule } from "../../core/rule.ts";

/** A table cannot be deleted in passing. */
export const requireTableDeletionProtection = rule({
  name: "require-table-deletion-protection",
  description: "DynamoDB tables have deletion protection.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.deletionProtectionEnabled",
  severity: "medium",
  level: "mandatory",
  reason: "One wrong `destroy` or a replacement in a plan nobody read deletes the table with all that is in it.",
  remediation: "Set `deletionProtectionEnabled` to true.",
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.b"], "aws-fsbp": ["DynamoDB.6"] },
  judge: ({ read }) =>
    read.flag("deletionProtectionEnabled") === true ? undefined : "The table has no deletion protection.",
  remediate: (properties) =>
    String(properties["deletionProtectionEnabled"]) === "true"
      ? properties
      : { ...properties, deletionProtectionEnabled: true },
});
