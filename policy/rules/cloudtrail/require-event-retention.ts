import { rule } from "../../core/rule.ts";

/** Events are kept for a year. */
export const requireEventRetention = rule({
  name: "require-event-retention",
  description: "Event data stores keep events for 365 days at least.",
  types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
  property: "cloudtrail.EventDataStore.retentionPeriod",
  severity: "medium",
  level: "mandatory",
  reason: "An intrusion is found after months on average; what came before is then gone.",
  remediation: "Set `retentionPeriod` to at least 365, or leave it out.",
  controls: { "pci-dss-4.0.1": ["10.5.1"], soc2: ["CC7.2", "CC7.3"] },
  settings: { daysMin: { type: "number", description: "The shortest time to keep events, in days.", default: 365 } },
  judge: ({ read, settings }) => {
    const days = read.number("retentionPeriod") ?? 2555;
    return days < settings.daysMin ? `The store keeps events for ${days} days.` : undefined;
  },
});
