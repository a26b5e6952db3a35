import { arns } from "./arns.ts";
import { policyDocument, type ResourceGrant } from "./policies.ts";

/** Where records are kept, for ten years. */
export interface RecordsBucketPlan {
  readonly name: string;
  readonly policy: string;
  readonly coldAfterDays: number;
  readonly expireAfterDays: number;
}

/** The bucket of one trail: CloudTrail alone writes, and only this trail. */
export function trailBucket(account: string, region: string, bucket: string, trail: string): RecordsBucketPlan {
  const arn = arns(account, region);
  const [whole, files] = [arn.bucket(bucket), `${arn.bucket(bucket)}/AWSLogs/${account}/*`];
  const principal = { Service: ["cloudtrail.amazonaws.com"] };
  const thisTrail = { "aws:SourceArn": arn.trail(trail) };
  return {
    name: bucket,
    coldAfterDays: 90,
    expireAfterDays: 3653,
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

/** The bucket of a cell's reports: who may write it, IAM says; for ten years, as auditors ask for. */
export function reportsBucket(account: string, region: string, bucket: string): RecordsBucketPlan {
  return {
    name: bucket,
    coldAfterDays: 90,
    expireAfterDays: 3653,
    policy: policyDocument([tlsOnly(arns(account, region).bucket(bucket))]),
  };
}

/** The bucket policy of files that clients bring by URLs: only encrypted on the way; who may, IAM says. */
export function uploadsBucketPolicy(account: string, region: string, bucket: string): string {
  return policyDocument([tlsOnly(arns(account, region).bucket(bucket))]);
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
