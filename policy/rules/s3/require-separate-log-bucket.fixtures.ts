import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { logging } from "./compliant.ts";
import { requireSeparateLogBucket } from "./require-separate-log-bucket.ts";

/** Where buckets log to. */
export const fixtures: Fixtures = {
  rule: requireSeparateLogBucket,
  compliant: {
    "another bucket": { properties: logging },
    "another bucket, version 2": { type: "aws:s3/bucketLoggingV2:BucketLoggingV2", properties: logging },
    "buckets that are not there yet": {
      properties: changed(logging, { bucket: UNKNOWN, targetBucket: UNKNOWN }),
      madeFrom: { bucket: ["orders"], targetBucket: ["logs"] },
      companions: [
        { type: "aws:s3/bucket:Bucket", name: "orders", properties: {} },
        { type: "aws:s3/bucket:Bucket", name: "logs", properties: {} },
      ],
    },
  },
  violating: {
    itself: {
      properties: changed(logging, { targetBucket: logging["bucket"] }),
      faults: ["The bucket logs into itself."],
    },
  },
  unknown: {
    target: { properties: changed(logging, { targetBucket: UNKNOWN }), path: "targetBucket" },
  },
};
