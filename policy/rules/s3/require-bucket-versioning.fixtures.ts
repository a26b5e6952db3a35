import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, settings, settingsBut, versioning } from "./compliant.ts";
import { requireBucketVersioning } from "./require-bucket-versioning.ts";

/** Buckets with and without versions, in every form. */
export const fixtures: Fixtures = {
  rule: requireBucketVersioning,
  compliant: {
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "as a resource of its own": { properties: bucket, companions: settingsBut() },
    "that resource": { type: settings.versioning.type, properties: versioning },
    "a resource of version 2": { type: "aws:s3/bucketVersioningV2:BucketVersioningV2", properties: versioning },
    "by object lock": {
      properties: changed(bucket, { objectLockEnabled: true }),
      companions: settingsBut("versioning"),
    },
  },
  violating: {
    "nothing said": {
      properties: bucket,
      companions: settingsBut("versioning"),
      faults: ["The bucket keeps no versions."],
    },
    "off, inline": {
      properties: changed(inlineBucket, { versioning: { enabled: false } }),
      companions: blocked,
      faults: ["The bucket keeps no versions."],
    },
    suspended: {
      type: settings.versioning.type,
      properties: changed(versioning, { versioningConfiguration: { status: "Suspended" } }),
      faults: ["The bucket keeps no versions."],
    },
  },
  unknown: {
    status: {
      type: settings.versioning.type,
      properties: changed(versioning, { versioningConfiguration: { status: UNKNOWN } }),
      path: "versioningConfiguration.status",
    },
  },
};
