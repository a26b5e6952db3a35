import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Who reads the events is decided by their owner. */
export const requireEventStoreCustomerKey = rule({
  name: "require-event-store-customer-key",
  description: "Event data stores are encrypted with a customer managed KMS key.",
  types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
  property: "cloudtrail.EventDataStore.kmsKeyId",
  severity: "medium",
  level: "mandatory",
  reason: "Whoever may query the store may read who did what, and no key's log tells who queried it.",
  remediation: "Set `kmsKeyId` to the ARN of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["10.3.2", "3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => keyFault("The store", given, given.read, "kmsKeyId"),
});
