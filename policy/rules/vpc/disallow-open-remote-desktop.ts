import { rule } from "../../core/rule.ts";
import { INGRESS_TYPES, opensToAnywhere } from "./openings.ts";
import { DESKTOP_PORTS } from "./ports.ts";

/** Nobody on the internet reaches a desktop. */
export const disallowOpenRemoteDesktop = rule({
  name: "disallow-open-remote-desktop",
  description: "No security group lets the internet reach port 3389.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.3389",
  severity: "high",
  level: "mandatory",
  reason: "Remote desktop open to the internet is the commonest way in for extortion.",
  remediation:
    "Name the networks that need it in `cidrBlocks`, `cidrIpv4` or `cidrIpv6`, or another group, instead of " +
    "0.0.0.0/0 or ::/0.",
  controls: {
    "pci-dss-4.0.1": ["1.3.1", "1.4.2"],
    soc2: ["CC6.6"],
    gdpr: ["32.1.b"],
    "aws-fsbp": ["EC2.14", "EC2.19"],
  },
  judge: ({ resource }) => opensToAnywhere(resource, "remote desktop", DESKTOP_PORTS),
});
