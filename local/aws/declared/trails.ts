import { AwsError } from "../../core/errors.ts";
import { all, arn as anArn, lengthBetween, matching } from "../rules.ts";
import type { BucketPolicies } from "../s3/index.ts";
import type { DeclaredType } from "./definition.ts";
import { atMostOneOf, checks, requiredWith } from "./rules.ts";

const type = "aws:cloudtrail/trail:Trail";

/**
 * A trail, whose bucket has to be there: nothing is ever written into it. Facts of inputs: terraform-provider-aws,
 * `internal/service/cloudtrail`.
 */
export function trailType(bucketPolicies: BucketPolicies): DeclaredType {
  return {
    type,
    inputs: {
      advancedEventSelectors: {},
      cloudWatchLogsGroupArn: anArn,
      cloudWatchLogsRoleArn: anArn,
      enableLogFileValidation: { default: false },
      enableLogging: { default: true },
      eventSelectors: {},
      includeGlobalServiceEvents: { default: true },
      insightSelectors: { unordered: true },
      isMultiRegionTrail: { default: false },
      isOrganizationTrail: { default: false },
      kmsKeyId: anArn,
      name: {
        autoName: { lengthMax: 128 },
        replaces: true,
        ...all(
          lengthBetween(3, 128),
          matching(/^[A-Za-z0-9][\w.-]*[A-Za-z0-9]$/, "only letters, digits, periods, underscores and hyphens"),
        ),
      },
      s3BucketName: { required: true },
      s3KeyPrefix: lengthBetween(0, 2000),
      snsTopicName: {},
      tags: {},
    },
    check: checks(
      requiredWith("cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"),
      requiredWith("cloudWatchLogsRoleArn", "cloudWatchLogsGroupArn"),
      atMostOneOf("advancedEventSelectors", "eventSelectors"),
    ),
    compute({ arn, region, text }) {
      const id = arn("cloudtrail", `trail/${text("name")}`);
      return { id, arn: id, homeRegion: region };
    },
    refuse({ arn, inputs, region, self, text }, world) {
      const name = text("name");
      if (self === undefined && world.find(type, arn("cloudtrail", `trail/${name}`), region) !== undefined) {
        throw new AwsError("TrailAlreadyExistsException", `Trail ${name} already exists for customer.`);
      }
      if (inputs["isMultiRegionTrail"] === true && inputs["includeGlobalServiceEvents"] === false) {
        throw new AwsError(
          "InvalidParameterCombinationException",
          "Multi-Region trail must include global service events.",
        );
      }
      refuseBucket(text("s3BucketName"), bucketPolicies);
    },
  };
}

/** CloudTrail tries whether it may write before it makes a trail. */
function refuseBucket(name: string, bucketPolicies: BucketPolicies): void {
  const policy = bucketPolicies(name);
  if (policy === undefined) {
    throw new AwsError("S3BucketDoesNotExistException", `S3 bucket ${name} does not exist!`);
  }
  if (policy.includes("cloudtrail.amazonaws.com")) return;
  throw new AwsError(
    "InsufficientS3BucketPolicyException",
    `Incorrect S3 bucket policy is detected for bucket: ${name}`,
  );
}
