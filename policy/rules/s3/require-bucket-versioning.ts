import { rule } from "../../core/rule.ts";
import { BUCKETS, VERSIONING, isBucket, isConfiguredBy } from "./bucket.ts";

/** What is overwritten or deleted in a bucket can be had back. */
export const requireBucketVersioning = rule({
  name: "require-bucket-versioning",
  description: "S3 buckets keep versions.",
  types: [...BUCKETS, ...VERSIONING],
  property: "s3.Bucket.versioning",
  severity: "medium",
  level: "mandatory",
  reason: "Without versions, one wrong script or one thief with a key to write destroys files for good.",
  remediation: 'Set `versioningConfiguration.status` (inline `versioning.enabled`) to "Enabled" (true).',
  controls: {
    "pci-dss-4.0.1": ["10.3.2"],
    soc2: ["A1.2", "CC7.5"],
    gdpr: ["32.1.b", "32.1.c"],
    psd2: ["PSD2 95"],
    "aws-fsbp": ["S3.14"],
  },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const said = read.block("versioningConfiguration") ?? read.block("versioning") ?? read.block("versionings");
    if (said?.flag("enabled") === true || said?.text("status") === "Enabled") return undefined;
    // Object lock cannot be without versions.
    if (isBucket(given) && read.flag("objectLockEnabled") === true) return undefined;
    if (said === undefined && isBucket(given) && isConfiguredBy(given, ...VERSIONING)) return undefined;
    return "The bucket keeps no versions.";
  },
});
