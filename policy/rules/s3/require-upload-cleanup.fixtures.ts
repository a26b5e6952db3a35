import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, inlineBucket, inlineBucketV2, lifecycle, settings } from "./compliant.ts";
import { requireUploadCleanup } from "./require-upload-cleanup.ts";

/** Lifecycles that clean up after uploads and that do not. */
export const fixtures: Fixtures = {
  rule: requireUploadCleanup,
  compliant: {
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "as a resource of its own": { type: settings.lifecycle.type, properties: lifecycle },
    "as a resource of version 2": {
      type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
      properties: lifecycle,
    },
  },
  violating: {
    "for some files alone": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [
          {
            id: "logs",
            status: "Enabled",
            filter: { and: { prefix: "logs/", tags: { clean: "true" } } },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      }),
      faults: ["Unfinished uploads stay in the bucket for ever."],
    },
    "no rule that is on": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [{ id: "off", status: "Disabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }],
      }),
      faults: ["Unfinished uploads stay in the bucket for ever."],
    },
    "other rules alone": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [{ id: "old", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 90 } }],
      }),
      faults: ["Unfinished uploads stay in the bucket for ever."],
    },
    "a rule that is off": {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, {
        rules: [
          { id: "old", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 90 } },
          { id: "parts", status: "Disabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
        ],
      }),
      faults: ["Unfinished uploads stay in the bucket for ever."],
    },
  },
  unknown: {
    rules: {
      type: settings.lifecycle.type,
      properties: changed(lifecycle, { rules: UNKNOWN }),
      path: "rules",
    },
  },
};
