import type { Case } from "../../core/rule.ts";

/** The types that are buckets: with the settings of version 4 of the provider inline, and without. */
export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;

/** A bucket's encryption as a resource of its own. */
export const ENCRYPTION = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
] as const;

/** A bucket's log of requests as a resource of its own. */
export const LOGGING = ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"] as const;

/** A bucket's versioning as a resource of its own. */
export const VERSIONING = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
] as const;

/** A bucket's lifecycle as a resource of its own. */
export const LIFECYCLE = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
] as const;

/** A bucket's object lock as a resource of its own. */
export const OBJECT_LOCK = [
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
] as const;

/** A bucket's access control list as a resource of its own. */
export const ACL = ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"] as const;

/** A bucket's website as a resource of its own. */
export const WEBSITE = [
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
] as const;

/** A bucket's rules for scripts of other origins as a resource of its own. */
export const CORS = [
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
] as const;

/** The files that a program puts into buckets. */
export const OBJECTS = [
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/objectCopy:ObjectCopy",
] as const;

/** What keeps a bucket, or a whole account's buckets, from being public. */
export const PUBLIC_ACCESS_BLOCKS = [
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
] as const;

const BALANCERS = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"] as const;

type Asked = Pick<Case<unknown>, "resource" | "read" | "stack">;

/** Whether a resource is a bucket, and not one of the resources that configure one. */
export function isBucket({ resource }: Pick<Asked, "resource">): boolean {
  return BUCKETS.some((type) => type === resource.type);
}

/** Whether a resource of these types configures the bucket; then that one is judged in its place. */
export function isConfiguredBy({ resource, read, stack }: Asked, ...types: readonly string[]): boolean {
  if (stack.referringTo(resource, "bucket", ...types).length > 0) return true;
  // One that names a bucket whose name is unknown may be there after all.
  read.text("bucket");
  return false;
}

/** Whether buckets or load balancers log into this one: they deliver only where S3's own keys encrypt. */
export function isLogTarget({ resource, stack }: Pick<Asked, "resource" | "stack">): boolean {
  return (
    stack.referringTo(resource, "targetBucket", ...LOGGING).length > 0 ||
    stack.referringTo(resource, "logging.targetBucket", ...BUCKETS).length > 0 ||
    stack.referringTo(resource, "loggings.targetBucket", ...BUCKETS).length > 0 ||
    stack.referringTo(resource, "accessLogs.bucket", ...BALANCERS).length > 0
  );
}
