import { rule } from "../../core/rule.ts";
import { BUCKETS, OBJECT_LOCK } from "./bucket.ts";

/** Object lock that is declared locks what is written. */
export const requireObjectLockRetention = rule({
  name: "require-object-lock-retention",
  description: "Object locks of S3 buckets have a default retention.",
  types: [...BUCKETS, ...OBJECT_LOCK],
  property: "s3.BucketObjectLockConfiguration.rule",
  severity: "low",
  level: "advisory",
  reason: "Without a default, every writer has to ask for the lock, and the one that forgets writes files that can go.",
  remediation: "Set `rule.defaultRetention` with a `mode` and `days` or `years`.",
  controls: { "pci-dss-4.0.1": ["10.3.2", "10.5.1"], soc2: ["CC7.5"], gdpr: ["32.1.b"], "aws-fsbp": ["S3.15"] },
  judge: ({ resource, read }) => {
    const lock = OBJECT_LOCK.some((type) => type === resource.type) ? read : read.block("objectLockConfiguration");
    if (lock === undefined) return undefined;
    const rule = lock.block("rule") ?? lock.block("rules");
    const retention = rule?.block("defaultRetention") ?? rule?.block("defaultRetentions");
    if (retention?.has("days") === true || retention?.has("years") === true) return undefined;
    return "The bucket's object lock keeps nothing by default.";
  },
});
