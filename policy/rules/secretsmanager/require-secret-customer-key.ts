import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Secrets are encrypted with a key whose policy and whose use the owner controls. */
export const requireSecretCustomerKey = rule({
  name: "require-secret-customer-key",
  description: "Secrets are encrypted with a customer managed KMS key.",
  types: ["aws:secretsmanager/secret:Secret"],
  property: "secretsmanager.Secret.kmsKeyId",
  severity: "medium",
  level: "mandatory",
  reason:
    "With AWS's key, whoever may read the secret may decrypt it: no second lock, and no sharing without it being open.",
  remediation: "Set `kmsKeyId` to the ARN or id of a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.6.1", "8.3.2"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: (given) => keyFault("The secret", given, given.read, "kmsKeyId"),
});
