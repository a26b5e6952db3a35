import { rule } from "../../core/rule.ts";
import { anywhereOf, EGRESS_TYPES, isAllPorts, faultsOfOpenings, subjectOf } from "./openings.ts";

/** What leaves is known. */
export const disallowOpenEgress = rule({
  name: "disallow-open-egress",
  description: "Security groups do not let all traffic out to the internet.",
  types: EGRESS_TYPES,
  property: "ec2.SecurityGroup.egress",
  severity: "low",
  level: "advisory",
  reason:
    "What was taken over calls home and sends data out by any port, unless only those ports are open that it needs.",
  remediation: "Set `protocol`, `fromPort`, `toPort` and the ranges of `egress` to what is called.",
  controls: { "pci-dss-4.0.1": ["1.3.1"], soc2: ["CC6.6", "CC6.7"] },
  judge: ({ resource }) =>
    faultsOfOpenings(resource, "egress", (opening) => {
      const range = isAllPorts(opening) ? anywhereOf(opening) : undefined;
      return range === undefined ? undefined : `${subjectOf(opening)} lets all traffic out to ${range}.`;
    }),
});
