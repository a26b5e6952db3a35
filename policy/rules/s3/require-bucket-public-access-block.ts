import { rule } from "../../core/rule.ts";
import { BUCKETS, isConfiguredBy } from "./bucket.ts";

/** That a bucket is not public is written down, and not left to defaults. */
export const requireBucketPublicAccessBlock = rule({
  name: "require-bucket-public-access-block",
  description: "S3 buckets have a public access block, or their account has.",
  types: [...BUCKETS],
  property: "s3.BucketPublicAccessBlock.bucket",
  severity: "high",
  level: "mandatory",
  reason: "What AWS blocks by default for new buckets, one click in the console opens, and no preview shows it.",
  remediation: "Add an `aws.s3.BucketPublicAccessBlock` for this bucket with its four properties true.",
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2"], "aws-fsbp": ["S3.8"] },
  scope: "stack",
  judge: (given) => {
    if (isConfiguredBy(given, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")) return undefined;
    if (given.stack.ofType("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").length > 0) return undefined;
    return "The bucket has no public access block.";
  },
});
