import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ArchiveLock, ArchivePlan } from "../plan/archive.ts";

/** What is decided about the bucket of an archive. */
export interface ArchiveBucketArgs {
  readonly archive: ArchivePlan;
  readonly keyArn: pulumi.Input<string>;
  readonly lock: ArchiveLock;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, encrypted bucket in which nothing is changed or deleted before its time. */
export class ArchiveBucket extends pulumi.ComponentResource {
  /** Known once everything about the bucket is as it is to be. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ArchiveBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:ArchiveBucket", name, {}, opts);
    const { archive, keyArn, lock, protect, tags } = args;
    const here = { parent: this };
    const bucket = new aws.s3.Bucket(
      name,
      // Deleting files on the way takes governance away and nothing else: what compliance keeps, keeps the bucket.
      { bucket: archive.bucketName, objectLockEnabled: true, ...(protect ? {} : { forceDestroy: true }), tags },
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
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...inBucket, rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true }] },
      here,
    );
    const versioning = new aws.s3.BucketVersioning(
      name,
      { ...inBucket, versioningConfiguration: { status: "Enabled" } },
      here,
    );
    const locked = new aws.s3.BucketObjectLockConfiguration(
      name,
      { ...inBucket, rule: { defaultRetention: { mode: lock.mode, days: lock.days } } },
      { parent: this, dependsOn: [versioning] },
    );
    new aws.s3.BucketLifecycleConfiguration(name, { ...inBucket, rules: lifecycle(archive) }, here);
    const policy = new aws.s3.BucketPolicy(
      name,
      { ...inBucket, policy: archive.bucketPolicy },
      { parent: this, dependsOn: [access, locked] },
    );
    this.arn = policy.bucket.apply((bucketName) => `arn:aws:s3:::${bucketName}`);
    this.registerOutputs({ arn: this.arn });
  }
}

/** Nothing expires: the chain begins with the first manifest. */
function lifecycle({ coldAfterDays }: ArchivePlan): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const status = "Enabled";
  const transitions = [{ days: coldAfterDays, storageClass: "GLACIER_IR" }];
  return [
    { id: "keep-cold", status, filter: { prefix: "journal/" }, transitions },
    { id: "clean-up", status, filter: { prefix: "" }, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ];
}
