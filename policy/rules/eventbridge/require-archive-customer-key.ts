import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Archives of events are encrypted with a key that the owner controls. */
export const requireArchiveCustomerKey = rule({
  name: "require-archive-customer-key",
  description: "Archives of event buses are encrypted with a customer managed KMS key.",
  types: ["aws:cloudwatch/eventArchive:EventArchive"],
  property: "cloudwatch.EventArchive.kmsKeyIdentifier",
  severity: "medium",
  level: "mandatory",
  reason: "An archive is every event that ever passed, in one place.",
  remediation: "Set `kmsKeyIdentifier` to the ARN of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => keyFault("The archive", given, given.read, "kmsKeyIdentifier"),
});
