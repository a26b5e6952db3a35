import { rule } from "../../core/rule.ts";

/** What is done in any region is stored. */
export const requireMultiRegionEventStore = rule({
  name: "require-multi-region-event-store",
  description: "Event data stores take events of all regions.",
  types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
  property: "cloudtrail.EventDataStore.multiRegionEnabled",
  severity: "medium",
  level: "mandatory",
  reason: "An intruder works in the region that nobody looks at.",
  remediation: "Set `multiRegionEnabled` to true, or leave it out.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1"] },
  judge: ({ read }) =>
    read.flag("multiRegionEnabled") === false ? "The store takes events of one region only." : undefined,
});
