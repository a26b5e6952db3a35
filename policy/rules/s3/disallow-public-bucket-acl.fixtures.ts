import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, settingsBut } from "./compliant.ts";
import { disallowPublicBucketAcl } from "./disallow-public-bucket-acl.ts";

/** Buckets with ready-made lists. */
export const fixtures: Fixtures = {
  rule: disallowPublicBucketAcl,
  compliant: {
    "none, which is private": { properties: bucket, companions: settingsBut() },
    "for logs": { properties: changed(inlineBucket, { acl: "log-delivery-write" }), companions: blocked },
    "private in version 2": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, { acl: "private" }),
      companions: blocked,
    },
    "a list of its own": { type: "aws:s3/bucketAcl:BucketAcl", properties: { ...bucket, acl: "private" } },
    "a list of its own, version 2": {
      type: "aws:s3/bucketAclV2:BucketAclV2",
      properties: { ...bucket, acl: "bucket-owner-full-control" },
    },
  },
  violating: {
    "everyone reads": {
      properties: changed(bucket, { acl: "public-read" }),
      companions: settingsBut(),
      faults: ["The bucket's ACL is public-read."],
    },
    "everyone writes": {
      type: "aws:s3/bucketAcl:BucketAcl",
      properties: { ...bucket, acl: "public-read-write" },
      faults: ["The bucket's ACL is public-read-write."],
    },
    "everyone with an AWS account": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, { acl: "authenticated-read" }),
      companions: blocked,
      faults: ["The bucket's ACL is authenticated-read."],
    },
  },
  unknown: {
    it: { properties: changed(bucket, { acl: UNKNOWN }), companions: settingsBut(), path: "acl" },
  },
};
