import { notImplemented } from "../../core/errors.ts";
import { derive, outputOf, resourceOf } from "./component.ts";
import type { ComponentPlan, ComponentRequest, PlannedChild, Ref } from "./component.ts";
import { knownInputs } from "./known.ts";
import type { KnownInputs } from "./known.ts";

const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

/** Inputs that go to the trail itself, unchanged. */
const trailInputs = [
  "advancedEventSelectors",
  "enableLogFileValidation",
  "enableLogging",
  "eventSelectors",
  "includeGlobalServiceEvents",
  "insightSelectors",
  "isMultiRegionTrail",
  "isOrganizationTrail",
  "kmsKeyId",
  "name",
  "region",
  "s3KeyPrefix",
  "snsTopicName",
  "tags",
];

/** `awsx:cloudtrail:Trail`: the trail with its bucket's policy; a bucket and a log group, unless they exist already. */
export function planTrail({ name, inputs }: ComponentRequest): ComponentPlan {
  const known = knownInputs("awsx:cloudtrail:Trail", inputs);
  const stranger = known.keys.find((key) => ![...trailInputs, "s3Bucket", "cloudWatchLogsGroup"].includes(key));
  if (stranger !== undefined) {
    throw notImplemented(`awsx:cloudtrail:Trail's ${stranger}`);
  }
  const bucket = planBucket(name, known.section("s3Bucket"));
  const logs = planLogGroup(name, known.section("cloudWatchLogsGroup"));
  const policy: PlannedChild = {
    key: "policy",
    type: "aws:s3/bucketPolicy:BucketPolicy",
    name,
    dependsOn: bucket.children.map((child) => child.key),
    inputs: { bucket: bucket.name, policy: derive(bucket.arn, deliveryPolicy) },
  };
  const trail: PlannedChild = {
    key: "trail",
    type: "aws:cloudtrail/trail:Trail",
    name,
    dependsOn: ["policy"],
    inputs: {
      ...Object.fromEntries(trailInputs.map((key) => [key, inputs[key]])),
      s3BucketName: bucket.name,
      cloudWatchLogsGroupArn: logs.arn === undefined ? undefined : derive(logs.arn, (arn) => `${String(arn)}:*`),
      cloudWatchLogsRoleArn: logs.roleArn,
    },
  };
  return {
    children: [...bucket.children, policy, ...logs.children, trail],
    outputs: { trail: resourceOf("trail"), bucket: bucket.resource, logGroup: logs.resource },
  };
}

interface BucketPart {
  readonly children: readonly PlannedChild[];
  readonly name: unknown;
  readonly arn: unknown;
  readonly resource?: Ref;
}

function planBucket(name: string, known: KnownInputs): BucketPart {
  const existing = existingOf(known);
  if (existing === undefined) {
    const child: PlannedChild = {
      key: "bucket",
      type: "aws:s3/bucket:Bucket",
      name,
      aliasTypes: ["aws:s3/bucketV2:BucketV2"],
      inputs: { forceDestroy: true, ...known.map("args") },
    };
    const [bucket, arn] = [outputOf("bucket", "bucket"), outputOf("bucket", "arn")];
    return { children: [child], name: bucket, arn, resource: resourceOf("bucket") };
  }
  const arn = existing.raw("arn");
  if (arn !== undefined) {
    return { children: [], name: derive(arn, (text) => String(text).split(":")[5]), arn };
  }
  const bucket = existing.raw("name");
  if (bucket === undefined) {
    throw new Error(`${existing.what}: expected a name or an arn.`);
  }
  // Without "s3": so the public component makes it, and a policy with it names another resource than the bucket.
  return { children: [], name: bucket, arn: derive(bucket, (text) => `arn:aws:::${String(text)}`) };
}

interface LogsPart {
  readonly children: readonly PlannedChild[];
  readonly arn?: unknown;
  readonly roleArn?: Ref;
  readonly resource?: Ref;
}

function planLogGroup(name: string, known: KnownInputs): LogsPart {
  if (known.value("enable") !== true) {
    return { children: [] };
  }
  const existing = existingOf(known);
  if (existing !== undefined) {
    const arn = existing.raw("arn");
    if (arn === undefined) throw notImplemented(`${existing.what} without an arn`);
    return { children: [], arn };
  }
  const arn = outputOf("logs", "arn");
  const group = { key: "logs", type: "aws:cloudwatch/logGroup:LogGroup", name, inputs: known.map("args") };
  const role = {
    key: "role",
    type: "aws:iam/role:Role",
    name,
    inputs: {
      assumeRolePolicy: JSON.stringify(trustPolicy),
      inlinePolicies: [{ policy: derive(arn, (text) => JSON.stringify(writingPolicy(String(text)))) }],
    },
  };
  return { children: [group, role], arn, roleArn: outputOf("role", "arn"), resource: resourceOf("logs") };
}

function existingOf(known: KnownInputs): KnownInputs | undefined {
  if (known.value("existing") === undefined) return undefined;
  if (known.value("args") !== undefined) {
    throw new Error(`${known.what}: either existing or args can be given, not both.`);
  }
  return known.section("existing");
}

const trustPolicy = {
  Version: "2012-10-17",
  Statement: [{ Sid: "AllowAssumeRole", Effect: "Allow", Principal: cloudTrail, Action: "sts:AssumeRole" }],
};

function writingPolicy(logGroupArn: string): object {
  const account = logGroupArn.split(":")[4] ?? "";
  const Resource = [`${logGroupArn}:log-stream:${account}_CloudTrail_*`];
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["logs:CreateLogStream"], Resource },
      { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource },
    ],
  };
}

function deliveryPolicy(bucketArn: unknown): object {
  const arn = String(bucketArn);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AWSCloudTrailAclCheck",
        Effect: "Allow",
        Principal: cloudTrail,
        Action: ["s3:GetBucketAcl"],
        Resource: [arn],
      },
      {
        Sid: "AWSCloudTrailWrite",
        Effect: "Allow",
        Principal: cloudTrail,
        Action: ["s3:PutObject"],
        Resource: [`${arn}/*`],
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ],
  };
}
