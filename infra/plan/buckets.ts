import { arns } from "./arns.ts";
import { policyDocument, type ResourceGrant } from "./policies.ts";

/** What is decided about a bucket: its name, who may, and what becomes of its files. */
export interface BucketPlan {
  readonly name: string;
  readonly policy: string;
  readonly lifecycle: readonly LifecycleRule[];
}

/** What S3 does about files by their age, days. */
interface LifecycleRule {
  readonly id: string;
  readonly status: "Enabled";
  readonly filter: { readonly prefix: string };
  readonly transitions?: { days: number; storageClass: "GLACIER_IR" }[];
  readonly expiration?: { readonly days: number };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
}

const everything = { status: "Enabled", filter: { prefix: "" } } as const;
/** Hardly anybody asks for what is older than a quarter of a year. */
const cold: NonNullable<LifecycleRule["transitions"]> = [{ days: 90, storageClass: "GLACIER_IR" }];

/** Records are kept for ten years, as auditors ask for. */
const keptTenYears: readonly LifecycleRule[] = [
  {
    id: "keep-then-forget",
    ...everything,
    transitions: cold,
    expiration: { days: 3653 },
    noncurrentVersionExpiration: { noncurrentDays: 30 },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
];

/** The bucket of one trail: CloudTrail alone writes, and only this trail. */
export function trailBucket(account: string, region: string, bucket: string, trail: string): BucketPlan {
  const arn = arns(account, region);
  const [whole, files] = [arn.bucket(bucket), `${arn.bucket(bucket)}/AWSLogs/${account}/*`];
  const principal = { Service: ["cloudtrail.amazonaws.com"] };
  const thisTrail = { "aws:SourceArn": arn.trail(trail) };
  return {
    name: bucket,
    lifecycle: keptTenYears,
    policy: policyDocument([
      tlsOnly(whole),
      {
        sid: "TrailLooks",
        principal,
        actions: ["s3:GetBucketAcl"],
        resources: [whole],
        conditions: { StringEquals: thisTrail },
      },
      {
        sid: "TrailWrites",
        principal,
        actions: ["s3:PutObject"],
        resources: [files],
        conditions: { StringEquals: { ...thisTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ]),
  };
}

/** The bucket of a cell's reports: who may write it, IAM says. */
export function reportsBucket(account: string, region: string, bucket: string): BucketPlan {
  return {
    name: bucket,
    lifecycle: keptTenYears,
    policy: policyDocument([tlsOnly(arns(account, region).bucket(bucket))]),
  };
}

/** The bucket of files that clients bring by URLs. They name people, and stay only until somebody may have asked. */
export function uploadsBucket(account: string, region: string, bucket: string): BucketPlan {
  return {
    name: bucket,
    lifecycle: [
      {
        id: "forget",
        ...everything,
        expiration: { days: 7 },
        noncurrentVersionExpiration: { noncurrentDays: 1 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ],
    policy: policyDocument([tlsOnly(arns(account, region).bucket(bucket))]),
  };
}

/** The bucket of an archive, in which a manifest comes only where there is none: whoever seals, seals once. */
export function archiveBucket(account: string, region: string, bucket: string): BucketPlan {
  const arn = arns(account, region).bucket(bucket);
  return {
    name: bucket,
    // Nothing expires: the chain begins with the first manifest.
    lifecycle: [
      { id: "keep-cold", status: "Enabled", filter: { prefix: "journal/" }, transitions: cold },
      { id: "clean-up", ...everything, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
    ],
    policy: policyDocument([
      tlsOnly(arn),
      {
        sid: "ManifestsOnce",
        effect: "Deny",
        principal: "*",
        actions: ["s3:PutObject"],
        resources: [`${arn}/manifests/*`],
        conditions: { Null: { "s3:if-none-match": "true" } },
      },
    ]),
  };
}

function tlsOnly(bucket: string): ResourceGrant {
  return {
    sid: "TlsOnly",
    effect: "Deny",
    principal: "*",
    actions: ["s3:*"],
    resources: [bucket, `${bucket}/*`],
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}
