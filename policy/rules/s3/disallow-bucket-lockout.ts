import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { documentAt } from "../../iam/document.ts";
import { namesAnyone } from "../../iam/public.ts";
import { BUCKETS } from "./bucket.ts";

/** No bucket's policy shuts out its own account. */
export const disallowBucketLockout = rule({
  name: "disallow-bucket-lockout",
  description: "Policies of S3 buckets do not deny everything to everyone without a condition.",
  types: [...BUCKETS, "aws:s3/bucketPolicy:BucketPolicy"],
  property: "s3.BucketPolicy.policy.Statement.Deny",
  severity: "medium",
  level: "mandatory",
  reason: "After such a policy only the account's root can get in, and whoever needs a file has lost it meanwhile.",
  remediation: "Add a condition to the statement, or name the principals and actions that it denies.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    return faultsOfEach(documentAt(read, "policy")?.statements ?? [], (one) => {
      if (one.effect !== "Deny" || !one.actions.some((action) => /^(\*|s3:\*+)$/i.test(action))) return undefined;
      if (!namesAnyone(one) || one.conditions.length > 0) return undefined;
      return `The bucket's policy shuts everyone out, in ${one.path}.`;
    });
  },
});
