import { rule } from "../../core/rule.ts";

/** How long archived events stay is decided. */
export const requireArchiveRetention = rule({
  name: "require-archive-retention",
  description: "Archives of event buses have an end.",
  types: ["aws:cloudwatch/eventArchive:EventArchive"],
  property: "cloudwatch.EventArchive.retentionDays",
  severity: "low",
  level: "advisory",
  reason: "An archive without an end keeps personal data for ever, beyond every purpose.",
  remediation: "Set `retentionDays` to as many days as events are needed.",
  controls: { "pci-dss-4.0.1": ["3.2.1"], soc2: ["C1.2", "P4.2"], gdpr: ["5.1.e"] },
  judge: ({ read }) => ((read.number("retentionDays") ?? 0) > 0 ? undefined : "The archive keeps events for ever."),
});
