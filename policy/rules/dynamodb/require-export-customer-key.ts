import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What is exported from a table stays encrypted with a customer's key. */
export const requireExportCustomerKey = rule({
  name: "require-export-customer-key",
  description: "Exports of DynamoDB tables are encrypted with a customer managed KMS key.",
  types: ["aws:dynamodb/tableExport:TableExport"],
  property: "dynamodb.TableExport.s3SseKmsKeyId",
  severity: "medium",
  level: "advisory",
  reason:
    "An export is a whole copy of the table; without the customer's key, reading the bucket is reading the table.",
  remediation: 'Set `s3SseAlgorithm` to "KMS" and `s3SseKmsKeyId` to a customer managed key.',
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    // Without `KMS`, S3's own key is used, whatever key is named beside it.
    const kms = read.text("s3SseAlgorithm") === "KMS" ? read : undefined;
    return keyFault("The export", given, kms, "s3SseKmsKeyId");
  },
});
