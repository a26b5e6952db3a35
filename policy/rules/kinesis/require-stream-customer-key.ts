import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Streams are encrypted with a key whose policy and whose use the owner controls. */
export const requireStreamCustomerKey = rule({
  name: "require-stream-customer-key",
  description: "Kinesis data streams are encrypted with a customer managed KMS key.",
  types: ["aws:kinesis/stream:Stream"],
  property: "kinesis.Stream.kmsKeyId",
  severity: "medium",
  level: "mandatory",
  reason: "Records wait in the stream for days, readable for whoever may read the stream or its storage.",
  remediation: 'Set `encryptionType` to "KMS" and `kmsKeyId` to a customer managed key.',
  controls: {
    "pci-dss-4.0.1": ["3.5.1"],
    soc2: ["CC6.1"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["Kinesis.1"],
  },
  scope: "stack",
  judge: (given) => {
    const encrypted = given.read.text("encryptionType")?.toUpperCase() === "KMS";
    // A key without the type is not used.
    return keyFault("The stream", given, encrypted ? given.read : undefined, "kmsKeyId");
  },
});
