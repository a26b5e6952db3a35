import { rule } from "../../core/rule.ts";

/** A store takes events. */
export const disallowSuspendedEventStore = rule({
  name: "disallow-suspended-event-store",
  description: "Event data stores are not suspended.",
  types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
  property: "cloudtrail.EventDataStore.suspend",
  severity: "high",
  level: "mandatory",
  reason: "A store that is suspended looks like one that is there.",
  remediation: 'Set `suspend` to "false", or leave it out.',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1"] },
  judge: ({ read }) => (read.flag("suspend") === true ? "The store is suspended." : undefined),
});
