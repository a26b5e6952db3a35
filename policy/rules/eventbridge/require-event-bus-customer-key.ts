import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Event buses encrypt what they keep with a key that the owner controls. */
export const requireEventBusCustomerKey = rule({
  name: "require-event-bus-customer-key",
  description: "Custom event buses are encrypted with a customer managed KMS key.",
  types: ["aws:cloudwatch/eventBus:EventBus"],
  property: "cloudwatch.EventBus.kmsKeyIdentifier",
  severity: "medium",
  level: "mandatory",
  reason: "Events wait on a bus for up to a day of retries, with all the business that they tell of.",
  remediation: "Set `kmsKeyIdentifier` to the ARN of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => {
    // The account's own bus cannot be told a key this way.
    if (given.read.text("name") === "default") return undefined;
    return keyFault("The event bus", given, given.read, "kmsKeyIdentifier");
  },
});
