import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RecordsBucketPlan } from "../plan/buckets.ts";

/** What is decided about a bucket of records. */
export interface RecordsBucketArgs {
  readonly bucket: RecordsBucketPlan;
  readonly keyArn: pulumi.Input<string>;
  /** Only where it is not the stack's own region. */
  readonly region?: string;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, versioned, encrypted bucket that keeps records, of a trail or of reports, until they are old. */
export class RecordsBucket extends pulumi.ComponentResource {
  /** Known once its policy lets those write who may. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: RecordsBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:RecordsBucket", name, {}, opts);
    const region = args.region === undefined ? {} : { region: args.region };
    const bucket = new aws.s3.Bucket(
      name,
      // S3 deletes no bucket with files in it; a trail's has them as soon as it stands.
      { bucket: args.bucket.name, ...region, ...(args.protect ? {} : { forceDestroy: true }), tags: args.tags },
      { parent: this, protect: args.protect },
    );
    const inBucket = { bucket: bucket.id, ...region };
    const access = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        ...inBucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        ...inBucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn },
            bucketKeyEnabled: true,
          },
        ],
      },
      { parent: this },
    );
    new aws.s3.BucketVersioning(
      name,
      { ...inBucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    new aws.s3.BucketLifecycleConfiguration(name, { ...inBucket, rules: [lifecycle(args.bucket)] }, { parent: this });
    const policy = new aws.s3.BucketPolicy(
      name,
      { ...inBucket, policy: args.bucket.policy },
      { parent: this, dependsOn: [access] },
    );
    this.bucketName = policy.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

function lifecycle(plan: RecordsBucketPlan): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return {
    id: "keep-then-forget",
    status: "Enabled",
    filter: { prefix: "" },
    transitions: [{ days: plan.coldAfterDays, storageClass: "GLACIER_IR" }],
    expiration: { days: plan.expireAfterDays },
    noncurrentVersionExpiration: { noncurrentDays: 30 },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
}
