import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What waits for delivery is encrypted with a key that the owner controls. */
export const requireDeliveryStreamCustomerKey = rule({
  name: "require-delivery-stream-customer-key",
  description: "Firehose delivery streams are encrypted with a customer managed KMS key.",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  property: "firehose.FirehoseDeliveryStream.serverSideEncryption",
  severity: "medium",
  level: "mandatory",
  reason: "Records wait for delivery for up to a day, and longer where the destination is down.",
  remediation: 'Set `serverSideEncryption` to `{ enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn }`.',
  controls: {
    "pci-dss-4.0.1": ["3.5.1"],
    soc2: ["CC6.1"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["DataFirehose.1"],
  },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    // What comes from a stream or from Kafka waits there, encrypted by that one's key.
    if (read.block("kinesisSourceConfiguration") ?? read.block("mskSourceConfiguration")) return undefined;
    const encryption = read.block("serverSideEncryption");
    const own = encryption?.flag("enabled") === true && encryption.text("keyType") === "CUSTOMER_MANAGED_CMK";
    return keyFault("The delivery stream", given, own ? encryption : undefined, "keyArn");
  },
});
