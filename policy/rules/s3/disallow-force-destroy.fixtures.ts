import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { disallowForceDestroy } from "./disallow-force-destroy.ts";

/** Buckets that go with their files and that do not. */
export const fixtures: Fixtures = {
  rule: disallowForceDestroy,
  compliant: {
    "nothing said": { properties: bucket, companions: settingsBut() },
    "off in version 2": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, { forceDestroy: false }),
      companions: blocked,
    },
  },
  violating: {
    on: {
      properties: changed(bucket, { forceDestroy: true }),
      companions: settingsBut(),
      faults: ["The bucket is deleted together with its files."],
    },
  },
  unknown: {
    it: { properties: changed(bucket, { forceDestroy: UNKNOWN }), companions: settingsBut(), path: "forceDestroy" },
  },
};
