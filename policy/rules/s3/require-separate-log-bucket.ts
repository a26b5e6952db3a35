import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { BUCKETS, LOGGING } from "./bucket.ts";

/** A bucket's log is not in the bucket itself. */
export const requireSeparateLogBucket = rule({
  name: "require-separate-log-bucket",
  description: "S3 buckets log their requests into another bucket.",
  types: [...LOGGING],
  property: "s3.BucketLogging.targetBucket",
  severity: "low",
  level: "mandatory",
  reason: "A bucket that logs into itself logs each delivery of its log, without end, and loses both at once.",
  remediation: "Set `targetBucket` to a bucket that is for logs alone.",
  controls: { "pci-dss-4.0.1": ["10.3.3"], soc2: ["CC7.2"] },
  scope: "stack",
  judge: (given) => {
    const own = referenceAt(given, given.read, "bucket", ...BUCKETS);
    const target = referenceAt(given, given.read, "targetBucket", ...BUCKETS);
    return own !== undefined && own === target ? "The bucket logs into itself." : undefined;
  },
});
