import { rule } from "../../core/rule.ts";

/** What is done to identities is recorded. */
export const requireGlobalServiceEvents = rule({
  name: "require-global-service-events",
  description: "Trails of all regions record global services.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.includeGlobalServiceEvents",
  severity: "medium",
  level: "mandatory",
  reason: "Calls to IAM and STS, where an intrusion begins, belong to no region.",
  remediation: "Set `includeGlobalServiceEvents` to true, or leave it out.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1"] },
  judge: ({ read }) =>
    read.flag("includeGlobalServiceEvents") === false && read.flag("isMultiRegionTrail") === true
      ? "The trail leaves out global services."
      : undefined,
});
