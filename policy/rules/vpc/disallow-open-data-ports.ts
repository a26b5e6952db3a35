import { rule } from "../../core/rule.ts";
import { INGRESS_TYPES, opensToAnywhere } from "./openings.ts";
import { DATA_PORTS } from "./ports.ts";

/** Nobody on the internet reaches a database. */
export const disallowOpenDataPorts = rule({
  name: "disallow-open-data-ports",
  description: "No security group lets the internet reach the ports of databases, caches, searches and brokers.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.data",
  severity: "high",
  level: "mandatory",
  reason:
    "A database on the internet is found by scanners within hours; one weak password, or none, gives all its data " +
    "away.",
  remediation:
    "Name the networks that need it in `cidrBlocks`, `cidrIpv4` or `cidrIpv6`, or another group, instead of " +
    "0.0.0.0/0 or ::/0.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], gdpr: ["32.1.b"], "aws-fsbp": ["EC2.19"] },
  judge: ({ resource }) => opensToAnywhere(resource, "a database", DATA_PORTS),
});
