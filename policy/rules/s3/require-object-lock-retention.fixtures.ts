import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { requireObjectLockRetention } from "./require-object-lock-retention.ts";

/** Object locks with and without default retentions. */
export const fixtures: Fixtures = {
  rule: requireObjectLockRetention,
  compliant: {
    none: { properties: bucket, companions: settingsBut() },
    inline: {
      properties: changed(inlineBucket, {
        objectLockConfiguration: {
          objectLockEnabled: "Enabled",
          rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } },
        },
      }),
      companions: blocked,
    },
    "inline in version 2": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, {
        objectLockConfiguration: {
          objectLockEnabled: "Enabled",
          rules: [{ defaultRetentions: [{ mode: "GOVERNANCE", years: 1 }] }],
        },
      }),
      companions: blocked,
    },
    "a resource of its own": {
      type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      properties: { ...bucket, rule: { defaultRetention: { mode: "COMPLIANCE", years: 7 } } },
    },
    "a resource of version 2": {
      type: "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
      properties: { ...bucket, rule: { defaultRetention: { mode: "COMPLIANCE", years: 7 } } },
    },
  },
  violating: {
    "no rule": {
      type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      properties: { ...bucket, objectLockEnabled: "Enabled" },
      faults: ["The bucket's object lock keeps nothing by default."],
    },
    "no rule, inline": {
      properties: changed(inlineBucket, { objectLockConfiguration: { objectLockEnabled: "Enabled" } }),
      companions: blocked,
      faults: ["The bucket's object lock keeps nothing by default."],
    },
  },
  unknown: {
    rule: {
      type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      properties: { ...bucket, rule: UNKNOWN },
      path: "rule",
    },
  },
};
