import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What is encrypted with a customer's key in one region is so in the others. */
export const requireInlineReplicaCustomerKey = rule({
  name: "require-inline-replica-customer-key",
  description: "The replicas of a DynamoDB table with a customer managed key have one too.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.replicas.kmsKeyArn",
  severity: "medium",
  level: "mandatory",
  reason: "A replica with AWS's key is a second copy of the data outside the owner's control of keys.",
  remediation: "Set `kmsKeyArn` of each block of `replicas` to a customer managed key of its region.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a", "44"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const replicas = read.blocks("replicas");
    // Without a customer's key of its own, the table is at fault already, and its replicas cannot have one.
    if (replicas.length === 0 || keyFault("The table", given, read.block("serverSideEncryption"), "kmsKeyArn"))
      return [];
    return faultsOfEach(replicas, (one) =>
      keyFault(`The replica in ${one.text("regionName") ?? "another region"}`, given, one, "kmsKeyArn"),
    );
  },
});
