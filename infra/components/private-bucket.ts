import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ArchiveLock } from "../plan/archive.ts";
import type { BucketPlan } from "../plan/buckets.ts";

/** What is decided about a bucket. */
export interface PrivateBucketArgs {
  readonly bucket: BucketPlan;
  readonly keyArn: pulumi.Input<string>;
  /** Only where it is not the stack's own region. */
  readonly region?: string;
  /** Only where nothing may be changed or deleted before its time. */
  readonly lock?: ArchiveLock;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, versioned, encrypted bucket, which keeps things as long as its plan says. */
export class PrivateBucket extends pulumi.ComponentResource {
  /** Known once everything about the bucket is as it is to be. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:PrivateBucket", name, {}, opts);
    const { bucket: plan, keyArn, lock, protect, tags } = args;
    const here = { parent: this };
    const region = args.region === undefined ? {} : { region: args.region };
    // S3 deletes no bucket with files in it. On the way that takes governance away and nothing else: what compliance
    // keeps, keeps the bucket.
    const mayGo = protect ? {} : { forceDestroy: true };
    const locks = lock === undefined ? {} : { objectLockEnabled: true };
    const bucket = new aws.s3.Bucket(
      name,
      { bucket: plan.name, ...region, ...locks, ...mayGo, tags },
      { parent: this, protect },
    );
    const inBucket = { bucket: bucket.id, ...region };
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
    const kept = lock === undefined ? versioning : this.locked(name, inBucket, lock, versioning);
    new aws.s3.BucketLifecycleConfiguration(name, { ...inBucket, rules: [...plan.lifecycle] }, here);
    const policy = new aws.s3.BucketPolicy(
      name,
      { ...inBucket, policy: plan.policy },
      { parent: this, dependsOn: [access, encrypted, kept] },
    );
    this.bucketName = policy.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private locked(
    name: string,
    inBucket: { readonly bucket: pulumi.Input<string> },
    { mode, days }: ArchiveLock,
    versioning: pulumi.Resource,
  ): pulumi.Resource {
    return new aws.s3.BucketObjectLockConfiguration(
      name,
      { ...inBucket, rule: { defaultRetention: { mode, days } } },
      { parent: this, dependsOn: [versioning] },
    );
  }
}
