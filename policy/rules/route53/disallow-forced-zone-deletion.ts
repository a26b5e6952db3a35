import { rule } from "../../core/rule.ts";

/** A zone with records in it is not deleted. */
export const disallowForcedZoneDeletion = rule({
  name: "disallow-forced-zone-deletion",
  description: "Zones are not deleted together with their records.",
  types: ["aws:route53/zone:Zone"],
  property: "route53.Zone.forceDestroy",
  severity: "medium",
  level: "mandatory",
  reason: "Deleting the zone takes every name in it off the internet, also those that other programs put there.",
  remediation: "Set `forceDestroy` to false, or leave it out.",
  controls: { soc2: ["A1.2", "CC8.1"], gdpr: ["32.1.b"] },
  judge: ({ read }) => (read.flag("forceDestroy") === true ? "The zone is deleted with all records in it." : undefined),
  remediate: (properties) =>
    properties["forceDestroy"] === true ? { ...properties, forceDestroy: false } : properties,
});
