import { rule } from "../../core/rule.ts";
import { BUCKETS, LIFECYCLE, isConfiguredBy } from "./bucket.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";

/** How long files stay is decided. */
export const requireBucketLifecycle = rule({
  name: "require-bucket-lifecycle",
  description: "S3 buckets have a lifecycle.",
  types: [...BUCKETS],
  property: "s3.Bucket.lifecycleRules",
  severity: "low",
  level: "advisory",
  reason: "Files that nobody decided about stay for ever: personal data beyond its purpose, and a bill.",
  remediation: "Add an `aws.s3.BucketLifecycleConfiguration` for this bucket with a rule that is enabled.",
  controls: { "pci-dss-4.0.1": ["3.2.1", "10.5.1"], soc2: ["C1.2", "P4.2"], gdpr: ["5.1.e"], "aws-fsbp": ["S3.13"] },
  scope: "stack",
  judge: (given) => {
    if (lifecycleRules(given.read).length > 0 || isConfiguredBy(given, ...LIFECYCLE)) return undefined;
    return "The bucket has no lifecycle.";
  },
});
