import { rule } from "../../core/rule.ts";
import { anywhereOf, INGRESS_TYPES, isAllPorts, faultsOfOpenings, subjectOf } from "./openings.ts";

/** Nobody on the internet reaches everything. */
export const disallowOpenAllTraffic = rule({
  name: "disallow-open-all-traffic",
  description: "No security group lets the internet reach all ports.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.all",
  severity: "critical",
  level: "mandatory",
  reason: "Whatever listens, now or after the next installation, is on the internet.",
  remediation:
    "Set `protocol`, `fromPort` and `toPort` to what is served, and name in `cidrBlocks`, `cidrIpv4` or " +
    "`cidrIpv6` the networks that need it.",
  controls: {
    "pci-dss-4.0.1": ["1.3.1", "1.4.2"],
    soc2: ["CC6.6"],
    gdpr: ["32.1.b"],
    "aws-fsbp": ["EC2.18", "EC2.19"],
  },
  judge: ({ resource }) =>
    faultsOfOpenings(resource, "ingress", (opening) => {
      const range = isAllPorts(opening) ? anywhereOf(opening) : undefined;
      return range === undefined ? undefined : `${subjectOf(opening)} opens all ports to ${range}.`;
    }),
});
