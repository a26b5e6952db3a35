import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { UploadsPlan } from "../plan/uploads.ts";

/** What is decided about the bucket of uploads. */
export interface UploadsBucketArgs {
  readonly uploads: UploadsPlan;
  readonly keyArn: pulumi.Input<string>;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, versioned, encrypted bucket whose files are soon forgotten. */
export class UploadsBucket extends pulumi.ComponentResource {
  /** Known once everything about the bucket is as it is to be. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: UploadsBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:UploadsBucket", name, {}, opts);
    const { uploads, keyArn, protect, tags } = args;
    const here = { parent: this };
    const bucket = new aws.s3.Bucket(
      name,
      { bucket: uploads.bucketName, ...(protect ? {} : { forceDestroy: true }), tags },
      { parent: this, protect },
    );
    const inBucket = { bucket: bucket.id };
    const everything = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true };
    const access = new aws.s3.BucketPublicAccessBlock(
      name,
      { ...inBucket, ...everything, restrictPublicBuckets: true },
      here,
    );
    const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn };
    const encrypted = new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...inBucket, rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true }] },
      here,
    );
    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...inBucket, versioningConfiguration: { status: "Enabled" } },
      here,
    );
    new aws.s3.BucketLifecycleConfiguration(name, { ...inBucket, rules: [lifecycle(uploads)] }, here);
    const policy = new aws.s3.BucketPolicy(
      name,
      { ...inBucket, policy: uploads.bucketPolicy },
      { parent: this, dependsOn: [access, encrypted, versioning] },
    );
    this.bucketName = policy.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

function lifecycle({ expireAfterDays }: UploadsPlan): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return {
    id: "forget",
    status: "Enabled",
    filter: { prefix: "" },
    expiration: { days: expireAfterDays },
    noncurrentVersionExpiration: { noncurrentDays: 1 },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  };
}
