import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";

/** A protected table's replicas are protected too, for protection does not replicate. */
export const requireInlineReplicaDeletionProtection = rule({
  name: "require-inline-replica-deletion-protection",
  description: "The replicas of a DynamoDB table with deletion protection have it too.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.replicas.deletionProtectionEnabled",
  severity: "low",
  level: "advisory",
  reason: "Protection is each replica's own: what the table refuses, its copy in the second region lets happen.",
  remediation: "Set `deletionProtectionEnabled` of each block of `replicas` to true.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"], "aws-fsbp": ["DynamoDB.6"] },
  judge: ({ read }) => {
    const replicas = read.blocks("replicas");
    if (replicas.length === 0 || read.flag("deletionProtectionEnabled") !== true) return [];
    return faultsOfEach(replicas, (one) =>
      one.flag("deletionProtectionEnabled") === true
        ? undefined
        : `The replica in ${one.text("regionName") ?? "another region"} has no deletion protection.`,
    );
  },
});
