import { rule } from "../../core/rule.ts";
import { BUCKETS, ENCRYPTION } from "./bucket.ts";
import { encryptionRules } from "./encryption-rules.ts";

/** A busy bucket does not ask KMS for every file. */
export const requireBucketKey = rule({
  name: "require-bucket-key",
  description: "S3 buckets that encrypt with KMS use a bucket key.",
  types: [...BUCKETS, ...ENCRYPTION],
  property: "s3.Bucket.serverSideEncryptionConfiguration.rule.bucketKeyEnabled",
  severity: "low",
  level: "advisory",
  reason: "One request to KMS a file runs into KMS's limits, and then files cannot be read or written.",
  remediation: "Set `bucketKeyEnabled` to true.",
  controls: { soc2: ["A1.1"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    encryptionRules(read)
      .filter(({ byDefault }) => byDefault?.text("sseAlgorithm") === "aws:kms")
      .filter((one) => one.read.flag("bucketKeyEnabled") !== true)
      .map(() => "The bucket asks KMS for every file: it has no bucket key."),
});
