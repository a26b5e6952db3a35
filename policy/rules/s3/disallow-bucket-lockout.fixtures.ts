import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, bucketPolicy, inlineBucket, inlineBucketV2, policy } from "./compliant.ts";
import { disallowBucketLockout } from "./disallow-bucket-lockout.ts";

/** Policies that deny something and everything. */
export const fixtures: Fixtures = {
  rule: disallowBucketLockout,
  compliant: {
    "without TLS": { type: "aws:s3/bucketPolicy:BucketPolicy", properties: bucketPolicy },
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
  },
  violating: {
    everything: {
      type: "aws:s3/bucketPolicy:BucketPolicy",
      properties: {
        ...bucket,
        policy: JSON.stringify({
          ...policy,
          Statement: [
            ...policy.Statement,
            { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::orders-111122223333/*" },
          ],
        }),
      },
      faults: ["The bucket's policy shuts everyone out, in policy.Statement[2]."],
    },
  },
  unknown: {
    policy: {
      type: "aws:s3/bucketPolicy:BucketPolicy",
      properties: { ...bucket, policy: UNKNOWN },
      path: "policy",
    },
  },
};
