import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { requireBucketLifecycle } from "./require-bucket-lifecycle.ts";

/** Buckets with and without lifecycles. */
export const fixtures: Fixtures = {
  rule: requireBucketLifecycle,
  compliant: {
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "as a resource of its own": { properties: bucket, companions: settingsBut() },
  },
  violating: {
    none: { properties: bucket, companions: settingsBut("lifecycle"), faults: ["The bucket has no lifecycle."] },
    "rules that are off": {
      properties: changed(inlineBucket, {
        lifecycleRules: [{ enabled: false, abortIncompleteMultipartUploadDays: 7 }],
      }),
      companions: blocked,
      faults: ["The bucket has no lifecycle."],
    },
  },
  unknown: {
    rules: {
      properties: changed(inlineBucket, { lifecycleRules: UNKNOWN }),
      companions: blocked,
      path: "lifecycleRules",
    },
  },
};
