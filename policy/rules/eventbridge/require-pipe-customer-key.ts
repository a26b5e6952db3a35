import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What pipes keep is encrypted with a key that the owner controls. */
export const requirePipeCustomerKey = rule({
  name: "require-pipe-customer-key",
  description: "Pipes of EventBridge are encrypted with a customer managed KMS key.",
  types: ["aws:pipes/pipe:Pipe"],
  property: "pipes.Pipe.kmsKeyIdentifier",
  severity: "low",
  level: "advisory",
  reason: "A pipe keeps filters and templates that hold what the business is about.",
  remediation: "Set `kmsKeyIdentifier` to the ARN of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => keyFault("The pipe", given, given.read, "kmsKeyIdentifier"),
});
