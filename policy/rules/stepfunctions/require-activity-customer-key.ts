import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What waits for a worker is encrypted with a key of one's own. */
export const requireActivityCustomerKey = rule({
  name: "require-activity-customer-key",
  description: "Activities of Step Functions are encrypted with a customer managed KMS key.",
  types: ["aws:sfn/activity:Activity"],
  property: "sfn.Activity.encryptionConfiguration",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Whoever may poll the activity reads its input, unless a key of one's own asks for a second leave.",
  remediation:
    'Set `encryptionConfiguration` with the `type` "CUSTOMER_MANAGED_KMS_KEY" and the `kmsKeyId` of your key.',
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    const config = given.read.block("encryptionConfiguration");
    const own = config?.text("type") === "AWS_OWNED_KEY" ? undefined : config;
    return keyFault("The activity", given, own, "kmsKeyId");
  },
});
