import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What connections sign in with is encrypted with a key that the owner controls. */
export const requireConnectionCustomerKey = rule({
  name: "require-connection-customer-key",
  description: "Connections of EventBridge are encrypted with a customer managed KMS key.",
  types: ["aws:cloudwatch/eventConnection:EventConnection"],
  property: "cloudwatch.EventConnection.kmsKeyIdentifier",
  severity: "low",
  level: "advisory",
  reason: "A connection holds the password of a partner's system.",
  remediation: "Set `kmsKeyIdentifier` to the ARN of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => keyFault("The connection", given, given.read, "kmsKeyIdentifier"),
});
