import { rule, type Case } from "../../core/rule.ts";
import { ACL, BUCKETS } from "./bucket.ts";

/** Who may read is said by policies alone, not by lists on single files. */
export const requireBucketOwnerEnforced = rule({
  name: "require-bucket-owner-enforced",
  description: "S3 buckets do not switch access control lists on again.",
  types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  property: "s3.BucketOwnershipControls.rule.objectOwnership",
  severity: "medium",
  level: "mandatory",
  reason: "With lists on, a file may belong to and be opened by another account, whatever the bucket's policy says.",
  remediation: 'Set `rule.objectOwnership` to "BucketOwnerEnforced".',
  controls: { "pci-dss-4.0.1": ["7.3.1", "7.3.2"], soc2: ["CC6.1", "CC6.3"], gdpr: ["25.2"], "aws-fsbp": ["S3.12"] },
  scope: "stack",
  judge: (given) => {
    const ownership = given.read.block("rule")?.text("objectOwnership") ?? "BucketOwnerEnforced";
    if (ownership === "BucketOwnerPreferred" && takesLogsByList(given)) return undefined;
    return ownership === "BucketOwnerEnforced" ? undefined : `Access control lists are on: ownership is ${ownership}.`;
  },
});

/** CloudFront's standard logs, and the delivery group of older logs, write by a list: there is no way without. */
function takesLogsByList({ resource, stack }: Pick<Case<unknown>, "resource" | "stack">): boolean {
  const bucket = stack.referredBy(resource, "bucket", ...BUCKETS);
  if (bucket === undefined) return false;
  return (
    stack.referringTo(bucket, "loggingConfig.bucket", "aws:cloudfront/distribution:Distribution").length > 0 ||
    stack.referringTo(bucket, "bucket", ...ACL).some(({ read }) => read.text("acl") === "log-delivery-write")
  );
}
