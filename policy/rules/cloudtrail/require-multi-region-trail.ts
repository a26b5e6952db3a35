import { rule } from "../../core/rule.ts";

/** What is done in any region is recorded. */
export const requireMultiRegionTrail = rule({
  name: "require-multi-region-trail",
  description: "Trails record all regions.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.isMultiRegionTrail",
  severity: "medium",
  level: "mandatory",
  reason: "An intruder works in the region that nobody looks at.",
  remediation: "Set `isMultiRegionTrail` to true.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1"], "aws-fsbp": ["CloudTrail.1"] },
  judge: ({ read }) => (read.flag("isMultiRegionTrail") === true ? undefined : "The trail records one region only."),
});
