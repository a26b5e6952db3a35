import { rule } from "../../core/rule.ts";
import { INGRESS_TYPES, opensToAnywhere } from "./openings.ts";
import { SHELL_PORTS } from "./ports.ts";

/** Nobody on the internet reaches a shell. */
export const disallowOpenShell = rule({
  name: "disallow-open-shell",
  description: "No security group lets the internet reach port 22.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.22",
  severity: "high",
  level: "mandatory",
  reason: "Every address with SSH open is tried within minutes, with leaked keys and guessed passwords.",
  remediation:
    "Name the networks that need it in `cidrBlocks`, `cidrIpv4` or `cidrIpv6`, or another group, instead of " +
    "0.0.0.0/0 or ::/0.",
  controls: {
    "pci-dss-4.0.1": ["1.3.1", "1.4.2"],
    soc2: ["CC6.6"],
    gdpr: ["32.1.b"],
    "aws-fsbp": ["EC2.13", "EC2.19"],
  },
  judge: ({ resource }) => opensToAnywhere(resource, "SSH", SHELL_PORTS),
});
