import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, logging, settingsBut } from "./compliant.ts";
import { requireBucketAccessLogging } from "./require-bucket-access-logging.ts";

/** Buckets with and without logs of requests. */
export const fixtures: Fixtures = {
  rule: requireBucketAccessLogging,
  compliant: {
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "as a resource of its own": { properties: bucket, companions: settingsBut() },
    "as a resource of version 2": {
      properties: bucket,
      companions: [
        ...settingsBut("logging"),
        { type: "aws:s3/bucketLoggingV2:BucketLoggingV2", name: "logging", properties: logging },
      ],
    },
    "the bucket that others log into": {
      properties: bucket,
      companions: [
        ...settingsBut("logging"),
        {
          type: "aws:s3/bucketLogging:BucketLogging",
          name: "others",
          properties: { bucket: "carts", targetBucket: bucket["bucket"], targetPrefix: "carts/" },
        },
      ],
    },
  },
  violating: {
    none: { properties: bucket, companions: settingsBut("logging"), faults: ["The bucket logs no requests."] },
    "none in version 2": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, { loggings: undefined }),
      companions: blocked,
      faults: ["The bucket logs no requests."],
    },
  },
  unknown: {
    logging: {
      properties: changed(inlineBucket, { logging: UNKNOWN }),
      companions: blocked,
      path: "logging",
    },
  },
};
