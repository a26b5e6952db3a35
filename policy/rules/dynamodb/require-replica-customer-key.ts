import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** A replica of its own resource is encrypted with a customer's key. */
export const requireReplicaCustomerKey = rule({
  name: "require-replica-customer-key",
  description: "Replicas of DynamoDB tables are encrypted with a customer managed KMS key.",
  types: ["aws:dynamodb/tableReplica:TableReplica"],
  property: "dynamodb.TableReplica.kmsKeyArn",
  severity: "medium",
  level: "mandatory",
  reason: "A replica with AWS's key is a second copy of the data outside the owner's control of keys.",
  remediation: "Set `kmsKeyArn` to the ARN of a customer managed key in the replica's region.",
  controls: { "pci-dss-4.0.1": ["3.5.1", "3.6.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: (given) => keyFault("The replica", given, given.read, "kmsKeyArn"),
});
