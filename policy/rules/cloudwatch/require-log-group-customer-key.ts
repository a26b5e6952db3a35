import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Logs are encrypted with a key whose policy and whose use the owner controls. */
export const requireLogGroupCustomerKey = rule({
  name: "require-log-group-customer-key",
  description: "Log groups are encrypted with a customer managed KMS key.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  property: "cloudwatch.LogGroup.kmsKeyId",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason:
    "Without a key of one's own, whoever may read the log group may read its events, and no key's log tells who did.",
  remediation: "Set `kmsKeyId` to the ARN of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["3.5.1", "10.3.2"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    return keyFault("The log group", given, given.read, "kmsKeyId");
  },
});
