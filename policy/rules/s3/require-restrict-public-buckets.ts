import { rule } from "../../core/rule.ts";
import { PUBLIC_ACCESS_BLOCKS } from "./bucket.ts";

/** A bucket with a public policy serves its own account alone. */
export const requireRestrictPublicBuckets = rule({
  name: "require-restrict-public-buckets",
  description: "Public access blocks of S3 restrict buckets with a public policy.",
  types: [...PUBLIC_ACCESS_BLOCKS],
  property: "s3.BucketPublicAccessBlock.restrictPublicBuckets",
  severity: "high",
  level: "mandatory",
  reason: "What a public policy opened before the block stays open unless such buckets are restricted.",
  remediation: "Set `restrictPublicBuckets` to true.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2"],
    "aws-fsbp": ["S3.1", "S3.8"],
  },
  judge: ({ read }) =>
    read.flag("restrictPublicBuckets") === true ? undefined : "Buckets with a public policy serve everyone.",
  remediate: (properties) =>
    String(properties["restrictPublicBuckets"]) === "true"
      ? properties
      : { ...properties, restrictPublicBuckets: true },
});
