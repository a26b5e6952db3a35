import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { disallowBucketWebsite } from "./disallow-bucket-website.ts";

/** Buckets that are websites, redirect, or neither. */
export const fixtures: Fixtures = {
  rule: disallowBucketWebsite,
  compliant: {
    none: { properties: bucket, companions: settingsBut() },
    "sending visitors on": {
      type: "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
      properties: { ...bucket, redirectAllRequestsTo: { hostName: "www.example.com", protocol: "https" } },
    },
    "sending visitors on, version 2": {
      type: "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
      properties: { ...bucket, redirectAllRequestsTo: { hostName: "www.example.com", protocol: "https" } },
    },
    "none in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
  },
  violating: {
    inline: {
      properties: changed(inlineBucket, { website: { indexDocument: "index.html" } }),
      companions: blocked,
      faults: ["The bucket is a website, public and without TLS."],
    },
    "a resource of its own": {
      type: "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
      properties: { ...bucket, indexDocument: { suffix: "index.html" } },
      faults: ["The bucket is a website, public and without TLS."],
    },
  },
  unknown: {
    website: { properties: changed(inlineBucket, { website: UNKNOWN }), companions: blocked, path: "website" },
  },
};
