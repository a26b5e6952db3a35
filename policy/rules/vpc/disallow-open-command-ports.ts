import { rule } from "../../core/rule.ts";
import { INGRESS_TYPES, opensToAnywhere } from "./openings.ts";
import { COMMAND_PORTS } from "./ports.ts";

/** Nobody on the internet reaches what runs commands. */
export const disallowOpenCommandPorts = rule({
  name: "disallow-open-command-ports",
  description: "No security group lets the internet reach telnet, WinRM, VNC, Docker, kubelet or etcd.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.commands",
  severity: "high",
  level: "mandatory",
  reason: "These ports run commands for whoever reaches them, some without any password.",
  remediation:
    "Name the networks that need it in `cidrBlocks`, `cidrIpv4` or `cidrIpv6`, or another group, instead of " +
    "0.0.0.0/0 or ::/0.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], gdpr: ["32.1.b"], "aws-fsbp": ["EC2.19"] },
  judge: ({ resource }) => opensToAnywhere(resource, "remote commands", COMMAND_PORTS),
});
