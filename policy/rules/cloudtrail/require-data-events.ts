import { rule } from "../../core/rule.ts";
import { recordsData } from "./selectors.ts";

/** Who read the data is recorded. */
export const requireDataEvents = rule({
  name: "require-data-events",
  description: "Trails record data events.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.eventSelectors.dataResources",
  severity: "medium",
  level: "advisory",
  reason: "Management events tell who changed a bucket, not who took its objects.",
  remediation: 'Set `eventSelectors.dataResources`, or `advancedEventSelectors` of the category "Data".',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1", "30.1"], psd2: ["RTS 29"] },
  judge: ({ read }) => (recordsData(read) ? undefined : "The trail records no data events."),
});
