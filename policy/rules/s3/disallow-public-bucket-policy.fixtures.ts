import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import {
  blocked,
  bucket,
  bucketPolicy,
  inlineBucket,
  inlineBucketV2,
  policy,
  policyFor,
  settings,
} from "./compliant.ts";
import { disallowPublicBucketPolicy } from "./disallow-public-bucket-policy.ts";

/** Policies of buckets for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicBucketPolicy,
  compliant: {
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "a policy of its own": { type: settings.policy.type, properties: bucketPolicy },
    "an object, not text": { type: settings.policy.type, properties: { ...bucket, policy } },
    "everyone of a network": {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyFor("*", { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } }) },
    },
    "one distribution": {
      type: settings.policy.type,
      properties: {
        ...bucket,
        policy: policyFor(
          { Service: "cloudfront.amazonaws.com" },
          {
            StringEquals: {
              "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5E6F7",
              "aws:SourceAccount": "111122223333",
            },
          },
        ),
      },
    },
  },
  violating: {
    everyone: {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyFor("*") },
      faults: ["The bucket's policy grants everyone access, in policy.Statement[1]."],
    },
    "every AWS account, inline": {
      properties: changed(inlineBucket, { policy: policyFor({ AWS: "*" }) }),
      companions: blocked,
      faults: ["The bucket's policy grants everyone access, in policy.Statement[1]."],
    },
    "who says where it comes from": {
      type: settings.policy.type,
      properties: {
        ...bucket,
        policy: policyFor("*", { StringLike: { "aws:Referer": "https://www.example.com/*" } }),
      },
      faults: ["The bucket's policy grants everyone access, in policy.Statement[1]."],
    },
    "half the internet": {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyFor("*", { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } }) },
      faults: ["The bucket's policy grants everyone access, in policy.Statement[1]."],
    },
  },
  unknown: {
    policy: { type: settings.policy.type, properties: { ...bucket, policy: UNKNOWN }, path: "policy" },
  },
};
