import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BucketPlan } from "../plan/buckets.ts";
import type { ServiceLogPlan } from "../plan/service-logs.ts";
import { ServiceLog } from "./service-log.ts";
import { PrivateBucket } from "./private-bucket.ts";

/** What is decided about an audit trail. */
export interface AuditArgs {
  readonly trailName: string;
  readonly bucket: BucketPlan;
  readonly log: ServiceLogPlan;
  readonly account: string;
  readonly keyArn: pulumi.Input<string>;
  /** Services without a region write to one trail of the account, which is the edge's. */
  readonly globalServices: boolean;
  /** Only where it is not the stack's own region. */
  readonly region?: string;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who did what to the account: in files whose digests show when one was changed, and at once in a log. */
export class Audit extends pulumi.ComponentResource {
  constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Audit", name, {}, opts);
    const { keyArn, protect, tags } = args;
    const region = args.region === undefined ? {} : { region: args.region };
    const bucket = new PrivateBucket(name, { bucket: args.bucket, keyArn, ...region, protect, tags }, { parent: this });
    const log = new ServiceLog(
      `${name}-log`,
      { plan: args.log, account: args.account, keyArn, ...region, tags },
      { parent: this },
    );
    new aws.cloudtrail.Trail(
      name,
      {
        name: args.trailName,
        s3BucketName: bucket.bucketName,
        kmsKeyId: keyArn,
        cloudWatchLogsGroupArn: pulumi.interpolate`${log.groupArn}:*`,
        cloudWatchLogsRoleArn: log.roleArn,
        enableLogFileValidation: true,
        isMultiRegionTrail: false,
        includeGlobalServiceEvents: args.globalServices,
        ...region,
        tags,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
