import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, inlineBucket, inlineBucketV2, lifecycle, settings } from "./compliant.ts";
import { requireNoncurrentExpiration } from "./require-noncurrent-expiration.ts";

/** Lifecycles that expire files, with and without their old versions. */
export const fixtures: Fixtures = {
  rule: requireNoncurrentExpiration,
  compliant: {
    "nothing expires": { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "marks of deleted files alone": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [
          {
            id: "marks",
            status: "Enabled",
            expiration: { expiredObjectDeleteMarker: true },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      }),
    },
    "both expire": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [
          {
            id: "tidy",
            status: "Enabled",
            expiration: { days: 365 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            noncurrentVersionExpiration: { noncurrentDays: 30 },
          },
        ],
      }),
    },
    "as a resource of version 2": {
      type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
      properties: lifecycle,
    },
  },
  violating: {
    "files alone": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [
          {
            id: "tidy",
            status: "Enabled",
            expiration: { days: 365 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      }),
      faults: ["Expired files live on as old versions."],
    },
    "files alone, inline": {
      properties: changed(inlineBucket, {
        lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 7, expiration: { days: 365 } }],
      }),
      companions: blocked,
      faults: ["Expired files live on as old versions."],
    },
  },
  unknown: {
    rules: { type: settings.lifecycle.type, properties: changed(lifecycle, { rules: UNKNOWN }), path: "rules" },
  },
};
