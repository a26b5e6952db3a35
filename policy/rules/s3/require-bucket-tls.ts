import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { refusesPlaintext } from "../../iam/exposure.ts";
import { BUCKETS, isBucket, isConfiguredBy } from "./bucket.ts";

/** Buckets refuse requests that do not come over TLS. */
export const requireBucketTls = rule({
  name: "require-bucket-tls",
  description: "Policies of S3 buckets deny requests without TLS.",
  types: [...BUCKETS, "aws:s3/bucketPolicy:BucketPolicy"],
  property: "s3.BucketPolicy.policy.Condition.aws:SecureTransport",
  severity: "medium",
  level: "mandatory",
  reason: "S3 also answers over plain HTTP, where everyone on the way reads the file and the signed request for it.",
  remediation: 'Add to `policy` a statement that denies `s3:*` to everyone where `aws:SecureTransport` is "false".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"], "aws-fsbp": ["S3.5"] },
  scope: "stack",
  judge: (given) => {
    if (refusesPlaintext(documentAt(given.read, "policy"), "s3:GetObject", "s3:PutObject")) return undefined;
    if (isBucket(given) && isConfiguredBy(given, "aws:s3/bucketPolicy:BucketPolicy")) return undefined;
    return "The bucket takes requests without TLS.";
  },
});
