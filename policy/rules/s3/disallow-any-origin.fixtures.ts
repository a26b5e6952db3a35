import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { disallowAnyOrigin } from "./disallow-any-origin.ts";

/** Rules for scripts of other origins. */
export const fixtures: Fixtures = {
  rule: disallowAnyOrigin,
  compliant: {
    none: { properties: bucket, companions: settingsBut() },
    "one origin": {
      type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      properties: {
        ...bucket,
        corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["https://www.example.com"] }],
      },
    },
    "in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "one origin, version 2": {
      type: "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
      properties: {
        ...bucket,
        corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["https://*.example.com"] }],
      },
    },
  },
  violating: {
    "any, inline": {
      properties: changed(inlineBucket, {
        corsRules: [{ allowedMethods: ["GET", "PUT"], allowedOrigins: ["*"] }],
      }),
      companions: blocked,
      faults: ["Scripts of any origin may use the bucket, in corsRules[0]."],
    },
    "any, as a resource of its own": {
      type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      properties: {
        ...bucket,
        corsRules: [
          { allowedMethods: ["GET"], allowedOrigins: ["https://www.example.com"] },
          { allowedMethods: ["POST"], allowedOrigins: ["*"] },
        ],
      },
      faults: ["Scripts of any origin may use the bucket, in corsRules[1]."],
    },
  },
  unknown: {
    rules: {
      type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      properties: { ...bucket, corsRules: UNKNOWN },
      path: "corsRules",
    },
  },
};
