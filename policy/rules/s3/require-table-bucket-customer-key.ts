import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Buckets for tables and for vectors are encrypted with a key that the owner controls. */
export const requireTableBucketCustomerKey = rule({
  name: "require-table-bucket-customer-key",
  description: "Table buckets and vector buckets of S3 are encrypted with a customer managed KMS key.",
  types: ["aws:s3tables/tableBucket:TableBucket", "aws:s3/vectorsVectorBucket:VectorsVectorBucket"],
  property: "s3tables.TableBucket.encryptionConfiguration",
  severity: "medium",
  level: "mandatory",
  reason: "Analysts' tables and vectors are made of the same data as the files they come from.",
  remediation: 'Set `encryptionConfiguration` to "aws:kms" with the ARN of a customer managed key.',
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const said = read.block("encryptionConfiguration") ?? read.block("encryptionConfigurations");
    const algorithm = said?.text("sseAlgorithm") ?? said?.text("sseType");
    return keyFault("The bucket", given, algorithm === "aws:kms" ? said : undefined, "kmsKeyArn");
  },
});
