import { rule } from "../../core/rule.ts";
import { INGRESS_TYPES, opensToAnywhere } from "./openings.ts";
import { FILE_PORTS } from "./ports.ts";

/** Nobody on the internet reaches file shares and old services. */
export const disallowOpenFilePorts = rule({
  name: "disallow-open-file-ports",
  description: "No security group lets the internet reach the ports of file shares, directories, RPC and mail.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.files",
  severity: "high",
  level: "mandatory",
  reason: "These services were made for a trusted network, and worms spread by them.",
  remediation:
    "Name the networks that need it in `cidrBlocks`, `cidrIpv4` or `cidrIpv6`, or another group, instead of " +
    "0.0.0.0/0 or ::/0.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], gdpr: ["32.1.b"], "aws-fsbp": ["EC2.19"] },
  judge: ({ resource }) => opensToAnywhere(resource, "files or mail", FILE_PORTS),
});
