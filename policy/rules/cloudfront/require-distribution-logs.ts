import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** Every request leaves a line. */
export const requireDistributionLogs = rule({
  name: "require-distribution-logs",
  description: "CloudFront distributions log who asked for what.",
  types: ["aws:cloudfront/distribution:Distribution"],
  property: "cloudfront.Distribution.loggingConfig",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Without a log nobody can tell afterwards who asked for what, from where, and with what outcome.",
  remediation: "Set `loggingConfig.bucket`, or add an aws.cloudwatch.LogDeliverySource for the distribution's ARN.",
  controls: {
    "pci-dss-4.0.1": ["10.2.1", "10.2.2"],
    soc2: ["CC7.2"],
    gdpr: ["30.1", "33.1"],
    psd2: ["RTS 29"],
    "aws-fsbp": ["CloudFront.5"],
  },
  judge: (given) => {
    const { read, resource, stack } = given;
    const own = read.block("loggingConfig");
    // Without a bucket the block says by what cookies are treated in the newer kind of log.
    const bucket =
      own === undefined
        ? undefined
        : referenceAt(given, own, "bucket", "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2");
    if (bucket !== undefined && bucket !== "") return undefined;
    if (stack.referringTo(resource, "resourceArn", "aws:cloudwatch/logDeliverySource:LogDeliverySource").length > 0)
      return undefined;
    if (read.block("defaultCacheBehavior")?.has("realtimeLogConfigArn") === true) return undefined;
    return "The distribution writes no log.";
  },
});
