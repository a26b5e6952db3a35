import { rule, type Case } from "../../core/rule.ts";
import type { Reader } from "../../core/reader.ts";
import { keyFault } from "../kms/customer-key.ts";
import { BUCKETS, ENCRYPTION, isBucket, isConfiguredBy, isLogTarget } from "./bucket.ts";
import { encryptionRules } from "./encryption-rules.ts";

/** Buckets encrypt by default with a key whose policy and whose use the owner controls. */
export const requireBucketCustomerKey = rule({
  name: "require-bucket-customer-key",
  description: "S3 buckets are encrypted with a customer managed KMS key.",
  types: [...BUCKETS, ...ENCRYPTION],
  property: "s3.Bucket.serverSideEncryptionConfiguration",
  severity: "medium",
  level: "mandatory",
  reason: "With S3's own keys, whoever may read the bucket reads its files in the clear, and no key can be withdrawn.",
  remediation: 'Set `sseAlgorithm` to "aws:kms" and `kmsMasterKeyId` to a customer managed key.',
  controls: {
    "pci-dss-4.0.1": ["3.5.1", "3.6.1"],
    soc2: ["CC6.1"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["S3.17"],
  },
  scope: "stack",
  judge: (given) => {
    const rules = encryptionRules(given.read);
    if (rules.length === 0 && isBucket(given) && isConfiguredBy(given, ...ENCRYPTION)) return [];
    const faults = (rules.length === 0 ? [undefined] : rules).flatMap((one) => faultOf(given, one?.byDefault) ?? []);
    return faults.length > 0 && takesLogs(given) ? [] : faults;
  },
});

type Asked = Pick<Case<unknown>, "resource" | "read" | "stack">;

function faultOf(given: Asked, byDefault: Reader | undefined): string | undefined {
  const kms = byDefault?.text("sseAlgorithm")?.startsWith("aws:kms") === true;
  // Without an algorithm of KMS, S3's own keys are used, whatever key is named beside it.
  return keyFault("The bucket", given, kms ? byDefault : undefined, "kmsMasterKeyId");
}

function takesLogs(given: Asked): boolean {
  const bucket = isBucket(given) ? given.resource : given.stack.referredBy(given.resource, "bucket", ...BUCKETS);
  return bucket !== undefined && isLogTarget({ resource: bucket, stack: given.stack });
}
