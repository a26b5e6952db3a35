import { rule } from "../../core/rule.ts";

/** No service is left out of the record. */
export const disallowExcludedEventSources = rule({
  name: "disallow-excluded-event-sources",
  description: "Trails exclude no source of management events.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.eventSelectors.excludeManagementEventSources",
  severity: "medium",
  level: "mandatory",
  reason: "Who used a key to read what is told by the events of KMS alone.",
  remediation: "Leave `excludeManagementEventSources` out.",
  controls: { "pci-dss-4.0.1": ["10.2.1", "3.6.1"], soc2: ["CC7.2"] },
  judge: ({ read }) => {
    const left = read.blocks("eventSelectors").flatMap((selector) => selector.texts("excludeManagementEventSources"));
    return left.length === 0 ? undefined : `The trail leaves out the events of ${left.join(", ")}.`;
  },
});
