import { rule } from "../../core/rule.ts";
import { BUCKETS, isBucket } from "./bucket.ts";

/** A replication that is declared takes place. */
export const requireEnabledReplication = rule({
  name: "require-enabled-replication",
  description: "Replications of S3 buckets have a rule that is on.",
  types: [...BUCKETS, "aws:s3/bucketReplicationConfig:BucketReplicationConfig"],
  property: "s3.BucketReplicationConfig.rules.status",
  severity: "low",
  level: "mandatory",
  reason: "A replication that was switched off and forgotten looks like a second copy that is not there.",
  remediation: 'Set `status` of the replication\'s rule to "Enabled".',
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b", "32.1.c"] },
  judge: ({ resource, read }) => {
    const within = read.block("replicationConfiguration") ?? read.block("replicationConfigurations");
    const rules = isBucket({ resource }) ? (within?.blocks("rules") ?? []) : read.blocks("rules");
    if (rules.length === 0 || rules.some((one) => one.text("status") === "Enabled")) return undefined;
    return "The bucket's replication is switched off.";
  },
});
