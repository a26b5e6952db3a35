import type { DeclaredType } from "./definition.ts";

/** A setting of a bucket, which AWS knows by the bucket's name. */
function bucketSetting(type: string, requires: readonly string[] = []): DeclaredType {
  return {
    type,
    requires: ["bucket", ...requires],
    documents: ["policy"],
    compute: ({ text }) => ({ id: text("bucket") }),
  };
}

/** Buckets and trails: nothing is ever written into them. */
export const storageTypes: readonly DeclaredType[] = [
  {
    type: "aws:s3/bucket:Bucket",
    compute({ named, region }) {
      const bucket = named("bucket").toLowerCase();
      return {
        id: bucket,
        bucket,
        arn: `arn:aws:s3:::${bucket}`,
        bucketDomainName: `${bucket}.s3.amazonaws.com`,
        bucketRegion: region,
        bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      };
    },
  },
  bucketSetting("aws:s3/bucketPolicy:BucketPolicy", ["policy"]),
  bucketSetting("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
  bucketSetting("aws:s3/bucketVersioning:BucketVersioning", ["versioningConfiguration"]),
  bucketSetting("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
  bucketSetting("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", ["rules"]),
  bucketSetting("aws:s3/bucketOwnershipControls:BucketOwnershipControls", ["rule"]),
  bucketSetting("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"),
  bucketSetting("aws:s3/bucketLogging:BucketLogging", ["targetBucket", "targetPrefix"]),
  {
    type: "aws:cloudtrail/trail:Trail",
    requires: ["s3BucketName"],
    compute({ named, arn, region }) {
      const name = named("name");
      const trail = arn("cloudtrail", `trail/${name}`);
      return { id: trail, name, arn: trail, homeRegion: region };
    },
  },
];
