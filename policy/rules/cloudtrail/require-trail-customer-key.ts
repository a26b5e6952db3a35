import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Who reads the record is decided by its owner. */
export const requireTrailCustomerKey = rule({
  name: "require-trail-customer-key",
  description: "Trails are encrypted with a customer managed KMS key.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.kmsKeyId",
  severity: "medium",
  level: "mandatory",
  reason: "Whoever may read the bucket may read who did what, and no key's log tells who read it.",
  remediation: "Set `kmsKeyId` to the ARN of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["10.3.2", "3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], "aws-fsbp": ["CloudTrail.2"] },
  scope: "stack",
  judge: (given) => keyFault("The trail", given, given.read, "kmsKeyId"),
});
