import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Tables are encrypted with a key whose policy and whose use the owner controls. */
export const requireTableCustomerKey = rule({
  name: "require-table-customer-key",
  description: "DynamoDB tables are encrypted with a customer managed KMS key.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.serverSideEncryption.kmsKeyArn",
  severity: "medium",
  level: "mandatory",
  reason: "A key that AWS owns cannot be disabled to take the data out of reach, and no log tells who decrypted it.",
  remediation: "Set `serverSideEncryption` to `{ enabled: true, kmsKeyArn }` with the ARN of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1", "3.6.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: (given) => {
    const encryption = given.read.block("serverSideEncryption");
    // `enabled: false` stands for the key that AWS owns, whatever key is named beside it.
    const off = encryption?.flag("enabled") === false;
    return keyFault("The table", given, off ? undefined : encryption, "kmsKeyArn");
  },
});
