import { rule } from "../../core/rule.ts";

/** A trail records. */
export const disallowStoppedTrail = rule({
  name: "disallow-stopped-trail",
  description: "Trails are not stopped.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.enableLogging",
  severity: "high",
  level: "mandatory",
  reason: "A trail that is stopped looks like one that is there.",
  remediation: "Set `enableLogging` to true, or leave it out.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], gdpr: ["33.1"] },
  judge: ({ read }) => (read.flag("enableLogging") === false ? "The trail is stopped." : undefined),
  remediate: (properties) =>
    properties["enableLogging"] === false ? { ...properties, enableLogging: true } : properties,
});
