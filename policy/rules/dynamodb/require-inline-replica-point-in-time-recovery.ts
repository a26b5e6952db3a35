import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";

/** Each replica can be restored in its own region. */
export const requireInlineReplicaPointInTimeRecovery = rule({
  name: "require-inline-replica-point-in-time-recovery",
  description: "The replicas of a DynamoDB table have point-in-time recovery of their own.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.replicas.pointInTimeRecovery",
  severity: "medium",
  level: "mandatory",
  reason: "Backups stay in their region; when that region is the one lost, the replica that is left has none.",
  remediation: "Set `pointInTimeRecovery` of each block of `replicas` to true.",
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.c"], "aws-fsbp": ["DynamoDB.2"] },
  judge: ({ read }) =>
    faultsOfEach(read.blocks("replicas"), (one) =>
      one.flag("pointInTimeRecovery") === true
        ? undefined
        : `The replica in ${one.text("regionName") ?? "another region"} has no point-in-time recovery.`,
    ),
});
