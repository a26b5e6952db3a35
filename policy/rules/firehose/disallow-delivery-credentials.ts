import { rule } from "../../core/rule.ts";
import { destinations } from "./destinations.ts";

/** What a delivery stream signs in with stays in Secrets Manager. */
export const disallowDeliveryCredentials = rule({
  name: "disallow-delivery-credentials",
  description: "Firehose delivery streams have no passwords, tokens or keys in their properties.",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  property: "firehose.FirehoseDeliveryStream.secretsManagerConfiguration",
  severity: "medium",
  level: "mandatory",
  reason:
    "A password in a property is in the state, in previews and in the service's description, and is never changed.",
  remediation: "Set `secretsManagerConfiguration` of the destination, and remove the password, token or key.",
  controls: { "pci-dss-4.0.1": ["8.3.2", "8.6.2"], soc2: ["CC6.1"], gdpr: ["32.1.b"], psd2: ["RTS 22"] },
  judge: ({ read }) =>
    destinations(read).flatMap((one) =>
      ["password", "accessKey", "hecToken", "privateKey", "keyPassphrase"]
        .filter((name) => (one.raw(name) ?? "") !== "")
        .map((name) => `The delivery stream carries its ${name} in ${one.path}.`),
    ),
});
