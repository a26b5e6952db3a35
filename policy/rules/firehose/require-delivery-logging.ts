import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { destinations } from "./destinations.ts";

/** Deliveries that fail leave a trace. */
export const requireDeliveryLogging = rule({
  name: "require-delivery-logging",
  description: "Firehose delivery streams log to CloudWatch what they could not deliver.",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  property: "firehose.FirehoseDeliveryStream.cloudwatchLoggingOptions",
  severity: "medium",
  level: "mandatory",
  reason: "A delivery stream that fails says so in its log alone; without one, data is missing for weeks.",
  remediation: "Set `cloudwatchLoggingOptions` of the destination to `{ enabled: true, logGroupName, logStreamName }`.",
  controls: { "pci-dss-4.0.1": ["10.2.1", "10.7.2"], soc2: ["CC7.2"], psd2: ["RTS 29", "PSD2 95"] },
  judge: ({ read }) =>
    faultsOfEach(destinations(read), (one) =>
      one.block("cloudwatchLoggingOptions")?.flag("enabled") === true
        ? undefined
        : `The delivery stream logs no failures, in ${one.path}.`,
    ),
});
