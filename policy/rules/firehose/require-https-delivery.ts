import { rule } from "../../core/rule.ts";

/** What is delivered over the web goes over TLS. */
export const requireHttpsDelivery = rule({
  name: "require-https-delivery",
  description: "Firehose delivers to web addresses over HTTPS.",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  property: "firehose.FirehoseDeliveryStream.httpEndpointConfiguration.url",
  severity: "high",
  level: "mandatory",
  reason: "Over plain HTTP everyone on the way reads the records and the collector's key.",
  remediation: "Set `url` (or Splunk's `hecEndpoint`) to an address that begins with https://.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const addresses = [
      read.block("httpEndpointConfiguration")?.text("url"),
      read.block("splunkConfiguration")?.text("hecEndpoint"),
    ];
    return addresses
      .filter((address) => address !== undefined && /^http:/i.test(address))
      .map((address) => `The delivery stream delivers over plain HTTP, to ${address}.`);
  },
});
