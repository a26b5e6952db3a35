import { rule } from "../../core/rule.ts";
import { BUCKETS, LOGGING, isConfiguredBy, isLogTarget } from "./bucket.ts";

/** Who read which file is on record. */
export const requireBucketAccessLogging = rule({
  name: "require-bucket-access-logging",
  description: "S3 buckets log the requests that they get.",
  types: [...BUCKETS],
  property: "s3.Bucket.logging",
  severity: "medium",
  level: "advisory",
  reason: "After a leak, only the log of requests tells which files went and to whom.",
  remediation: "Add an `aws.s3.BucketLogging` for this bucket, or set `logging.targetBucket`.",
  controls: {
    "pci-dss-4.0.1": ["10.2.1", "10.2.1.1"],
    soc2: ["CC7.2", "CC7.3"],
    gdpr: ["33.1"],
    psd2: ["RTS 29"],
    "aws-fsbp": ["S3.9"],
  },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const said = read.block("logging") ?? read.block("loggings");
    // The block cannot be without its target, known or not.
    if (said !== undefined || read.text("acl") === "log-delivery-write") return undefined;
    if (isConfiguredBy(given, ...LOGGING) || isLogTarget(given)) return undefined;
    return "The bucket logs no requests.";
  },
});
