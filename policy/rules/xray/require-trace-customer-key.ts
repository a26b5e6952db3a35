import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Traces are encrypted with a key whose policy and whose use the owner controls. */
export const requireTraceCustomerKey = rule({
  name: "require-trace-customer-key",
  description: "Traces are encrypted with a customer managed KMS key.",
  types: ["aws:xray/encryptionConfig:EncryptionConfig"],
  property: "xray.EncryptionConfig.type",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Traces hold addresses, parameters and errors of real requests, readable by whoever may list traces.",
  remediation: 'Set `type` to "KMS" and `keyId` to the ARN of a customer managed KMS key.',
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    const { read } = given;
    return keyFault("The store of traces", given, read.text("type") === "KMS" ? read : undefined, "keyId");
  },
});
