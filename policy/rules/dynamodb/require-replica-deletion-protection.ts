import { rule } from "../../core/rule.ts";

/** A replica of its own resource cannot be deleted in passing. */
export const requireReplicaDeletionProtection = rule({
  name: "require-replica-deletion-protection",
  description: "Replicas of DynamoDB tables have deletion protection.",
  types: ["aws:dynamodb/tableReplica:TableReplica"],
  property: "dynamodb.TableReplica.deletionProtectionEnabled",
  severity: "medium",
  level: "mandatory",
  reason: "The replica is what is left when a region is lost; deletion protection of the table does not reach it.",
  remediation: "Set `deletionProtectionEnabled` to true.",
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.b"], "aws-fsbp": ["DynamoDB.6"] },
  judge: ({ read }) =>
    read.flag("deletionProtectionEnabled") === true ? undefined : "The replica has no deletion protection.",
  remediate: (properties) =>
    String(properties["deletionProtectionEnabled"]) === "true"
      ? properties
      : { ...properties, deletionProtectionEnabled: true },
});
