import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What schedules carry is encrypted with a key that the owner controls. */
export const requireScheduleCustomerKey = rule({
  name: "require-schedule-customer-key",
  description: "Schedules are encrypted with a customer managed KMS key.",
  types: ["aws:scheduler/schedule:Schedule"],
  property: "scheduler.Schedule.kmsKeyArn",
  severity: "low",
  level: "advisory",
  reason: "A schedule's input is data like any other, and often names customers.",
  remediation: "Set `kmsKeyArn` to the ARN of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: (given) => keyFault("The schedule", given, given.read, "kmsKeyArn"),
});
