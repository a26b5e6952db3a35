import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";
import { BUCKETS } from "./bucket.ts";

/** No bucket's policy lets everyone in. */
export const disallowPublicBucketPolicy = rule({
  name: "disallow-public-bucket-policy",
  description: "Policies of S3 buckets grant nothing to everyone.",
  types: [...BUCKETS, "aws:s3/bucketPolicy:BucketPolicy"],
  property: "s3.BucketPolicy.policy",
  severity: "critical",
  level: "mandatory",
  reason: "A public bucket is found by scanners within hours, and read by whoever runs them.",
  remediation: "Name the principals in `policy`, or narrow the statement by a condition such as `aws:PrincipalOrgID`.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["S3.2", "S3.3"],
  },
  judge: ({ read }) => grantsToAnyone("The bucket's policy", documentAt(read, "policy")),
});
