import { AwsError } from "../../core/errors.ts";
import { all, arn as anArn, lengthBetween, matching } from "../rules.ts";
import type { DeclaredType } from "./definition.ts";
import { textOf, textsOf } from "./definition.ts";
import { bucketSettings, bucketType, noSuchBucket, policyType } from "./bucket-settings.ts";
import { atMostOneOf, checks, requiredWith } from "./rules.ts";
import type { World } from "./store.ts";

/** Source: S3 user guide, "General purpose bucket naming rules". */
const bucketName = all(
  lengthBetween(3, 63),
  matching(/^[a-z0-9.-]+$/, "only lowercase alphanumeric characters, hyphens and dots are allowed"),
  matching(/^[a-z0-9].*[a-z0-9]$/, "must begin and end with a letter or number"),
  matching(/^(?!.*\.\.)/, "cannot contain two adjacent periods"),
  matching(/^(?!\d+\.\d+\.\d+\.\d+$)/, "must not be formatted as an IP address"),
  matching(/^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap)$)/, "its beginning or its end is reserved"),
);

const bucket: DeclaredType = {
  type: bucketType,
  regionless: true,
  inputs: {
    bucket: { autoName: { lengthMax: 63, lowerCase: true }, replaces: true, ...bucketName },
    bucketPrefix: { replaces: true, ...lengthBetween(0, 37) },
    forceDestroy: { default: false },
    objectLockEnabled: { computed: true, replaces: true },
    tags: {},
  },
  compute({ text, region }) {
    const name = text("bucket");
    return {
      id: name,
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegion: region,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      objectLockEnabled: false,
    };
  },
  refuse({ self, text }, world) {
    if (self === undefined && world.all(bucketType).some(({ id }) => id === text("bucket"))) {
      throw new AwsError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        409,
      );
    }
  },
  takesAlong: bucketSettings.map(({ type }) => [type, "bucket"] as const),
};

const trail: DeclaredType = {
  type: "aws:cloudtrail/trail:Trail",
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
    if (self === undefined && world.find(trail.type, arn("cloudtrail", `trail/${name}`), region) !== undefined) {
      throw new AwsError("TrailAlreadyExistsException", `Trail ${name} already exists for customer.`);
    }
    if (inputs["isMultiRegionTrail"] === true && inputs["includeGlobalServiceEvents"] === false) {
      throw new AwsError(
        "InvalidParameterCombinationException",
        "Multi-Region trail must include global service events.",
      );
    }
    refuseBucket(text("s3BucketName"), world);
  },
};

/** CloudTrail tries whether it may write before it makes a trail. */
function refuseBucket(name: string, world: World): void {
  if (!world.all(bucketType).some(({ id }) => id === name)) {
    throw new AwsError("S3BucketDoesNotExistException", `S3 bucket ${name} does not exist!`);
  }
  const policies = world.all(policyType).filter(({ inputs }) => inputs["bucket"] === name);
  if (!policies.some(({ outputs }) => textOf(outputs, "policy").includes("cloudtrail.amazonaws.com"))) {
    throw new AwsError(
      "InsufficientS3BucketPolicyException",
      `Incorrect S3 bucket policy is detected for bucket: ${name}`,
    );
  }
}

const settings = bucketSettings.map((setting): DeclaredType => {
  return {
    ...setting,
    refuse(declaration, world) {
      for (const name of [declaration.text("bucket"), ...textsOf(declaration.inputs, "targetBucket")]) {
        if (!world.all(bucketType).some(({ id }) => id === name)) throw noSuchBucket(name);
      }
    },
  };
});

/**
 * Buckets and trails: nothing is ever written into them. Facts of inputs: terraform-provider-aws, `internal/service/s3`
 * and `cloudtrail`.
 */
export const storageTypes: readonly DeclaredType[] = [bucket, ...settings, trail];
