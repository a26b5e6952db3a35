import { rule } from "../../core/rule.ts";

/** Records stay long enough to be read again after an incident. */
export const requireStreamRetention = rule({
  name: "require-stream-retention",
  description: "Kinesis data streams keep records for at least the configured time.",
  types: ["aws:kinesis/stream:Stream"],
  property: "kinesis.Stream.retentionPeriod",
  severity: "medium",
  level: "advisory",
  reason: "A consumer that is down for longer than a stream remembers has lost records for good.",
  remediation: "Set `retentionPeriod` to at least the configured hours, such as 168.",
  controls: { "pci-dss-4.0.1": ["10.5.1"], soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.c"], "aws-fsbp": ["Kinesis.3"] },
  settings: {
    minHours: { type: "number", description: "The shortest retention, in hours (24 to 8760).", default: 168 },
  },
  judge: ({ read, settings }) => {
    const hours = read.number("retentionPeriod") ?? 24;
    if (hours >= settings.minHours) return undefined;
    return `The stream forgets records after ${hours} hours, less than ${settings.minHours}.`;
  },
  remediate: (properties) =>
    Number(properties["retentionPeriod"] ?? 24) < 168 ? { ...properties, retentionPeriod: 168 } : properties,
});
