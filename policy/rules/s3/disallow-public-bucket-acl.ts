import { rule } from "../../core/rule.ts";
import { PUBLIC_ACLS } from "./acl.ts";
import { ACL, BUCKETS } from "./bucket.ts";

/** No ready-made list makes a bucket public. */
export const disallowPublicBucketAcl = rule({
  name: "disallow-public-bucket-acl",
  description: "S3 buckets have no canned ACL that lets in everyone or every AWS account.",
  types: [...BUCKETS, ...ACL],
  property: "s3.Bucket.acl",
  severity: "critical",
  level: "mandatory",
  reason: "A public bucket is found by scanners within hours, and read by whoever runs them.",
  remediation: 'Set `acl` to "private", or leave it out.',
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["S3.2", "S3.3"],
  },
  judge: ({ read }) => {
    const acl = read.text("acl") ?? "private";
    return PUBLIC_ACLS.has(acl) ? `The bucket's ACL is ${acl}.` : undefined;
  },
  remediate: (properties) =>
    PUBLIC_ACLS.has(String(properties["acl"])) ? { ...properties, acl: "private" } : properties,
});
