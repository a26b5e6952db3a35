import { rule } from "../../core/rule.ts";
import { publicGrants } from "./acl.ts";
import { ACL, BUCKETS } from "./bucket.ts";

/** No list of grants makes a bucket public. */
export const disallowPublicBucketGrants = rule({
  name: "disallow-public-bucket-grants",
  description: "S3 buckets grant nothing to the groups of everyone and of every AWS account.",
  types: [...BUCKETS, ...ACL],
  property: "s3.Bucket.grants",
  severity: "critical",
  level: "mandatory",
  reason: "A grant to the group of all users is a public bucket that no canned ACL shows.",
  remediation: "Take the grantees AllUsers and AuthenticatedUsers out of `grants` or `accessControlPolicy`.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["S3.2", "S3.3"],
  },
  judge: ({ read }) => {
    const permissions = publicGrants(read);
    return permissions.length === 0 ? undefined : `The bucket grants ${permissions.join(", ")} to everyone.`;
  },
});
