import { rule } from "../../core/rule.ts";

/** Global tables are of the version that has keys, backups and protection for each replica. */
export const disallowLegacyGlobalTable = rule({
  name: "disallow-legacy-global-table",
  description: "Global tables of DynamoDB are not of the version of 2017.",
  types: ["aws:dynamodb/globalTable:GlobalTable"],
  property: "dynamodb.GlobalTable.replicas",
  severity: "low",
  level: "advisory",
  reason: "The version of 2017 lets settings of its replicas drift apart, and copies no change of keys or backups.",
  remediation:
    "Give the `aws.dynamodb.Table` a block in `replicas`, or an `aws.dynamodb.TableReplica`, for each region.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    read.blocks("replicas").length === 0 ? undefined : "The global table is of the version of 2017.",
});
