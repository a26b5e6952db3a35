import { notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../wire.ts";
import { idOf, outputOf, resourceOf } from "./component.ts";
import type { ComponentPlan, ComponentRequest, PlannedChild, Ref } from "./component.ts";

/** `awsx:cloudtrail:Trail`: the trail, and unless they exist already its bucket with a policy and its log group. */
export function planTrail({ name, inputs }: ComponentRequest): ComponentPlan {
  const { s3Bucket, cloudWatchLogsGroup, ...trailInputs } = inputs;
  const bucket = planBucket(name, section(s3Bucket));
  const logGroup = planLogGroup(name, section(cloudWatchLogsGroup));
  const policy: PlannedChild = {
    key: "policy",
    type: "aws:s3/bucketPolicy:BucketPolicy",
    name,
    inputs: { bucket: bucket.id, policy: deliveryPolicy(bucket.arn) },
  };
  const trail: PlannedChild = {
    key: "trail",
    type: "aws:cloudtrail/trail:Trail",
    name,
    inputs: { ...trailInputs, s3BucketName: bucket.id, cloudWatchLogsGroupArn: logGroup.arn },
  };
  return {
    children: [...bucket.children, policy, ...logGroup.children, trail],
    outputs: { trail: resourceOf("trail"), bucket: bucket.resource, logGroup: logGroup.resource },
  };
}

interface Part {
  readonly children: readonly PlannedChild[];
  readonly id: Ref | string | undefined;
  readonly arn: Ref | string | undefined;
  readonly resource: Ref | undefined;
}

function planBucket(name: string, given: Properties): Part {
  const existing = section(given["existing"]);
  if (typeof existing["name"] === "string") {
    const bucket = existing["name"];
    return { children: [], id: bucket, arn: `arn:aws:s3:::${bucket}`, resource: undefined };
  }
  if (given["existing"] !== undefined) {
    throw notImplemented("awsx:cloudtrail:Trail's s3Bucket.existing without a name");
  }
  const child = { key: "bucket", type: "aws:s3/bucket:Bucket", name, inputs: section(given["args"]) };
  return { children: [child], id: idOf("bucket"), arn: outputOf("bucket", "arn"), resource: resourceOf("bucket") };
}

function planLogGroup(name: string, given: Properties): Part {
  const existing = section(given["existing"]);
  if (typeof existing["arn"] === "string") {
    return { children: [], id: undefined, arn: existing["arn"], resource: undefined };
  }
  if (given["existing"] !== undefined) {
    throw notImplemented("awsx:cloudtrail:Trail's cloudWatchLogsGroup.existing without an ARN");
  }
  if (given["enable"] !== true) {
    return { children: [], id: undefined, arn: undefined, resource: undefined };
  }
  const child = {
    key: "logs",
    type: "aws:cloudwatch/logGroup:LogGroup",
    name,
    inputs: section(given["args"]),
  };
  return { children: [child], id: idOf("logs"), arn: outputOf("logs", "arn"), resource: resourceOf("logs") };
}

function section(value: unknown): Properties {
  return isProperties(value) ? value : {};
}

/** Declared-only: nothing is ever delivered, so the policy names the bucket and no more. */
function deliveryPolicy(bucketArn: Part["arn"]): Properties {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["s3:GetBucketAcl", "s3:PutObject"],
        Resource: [bucketArn],
      },
    ],
  };
}
