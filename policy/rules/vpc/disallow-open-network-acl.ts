import { rule } from "../../core/rule.ts";
import { ACL_TYPES, faultsOfEntries } from "./network-acl.ts";
import { SHELL_PORTS, DESKTOP_PORTS } from "./ports.ts";
import { isAllPorts, isAnywhere, portOf, subjectOf } from "./openings.ts";

/** A network's own filter keeps the internet from shells. */
export const disallowOpenNetworkAcl = rule({
  name: "disallow-open-network-acl",
  description: "Network ACLs do not let the internet reach SSH and remote desktop.",
  types: ACL_TYPES,
  property: "ec2.NetworkAcl.ingress.admin",
  severity: "medium",
  level: "mandatory",
  reason: "The ACL is what is left when a security group is opened by mistake.",
  remediation: "Deny ports 22 and 3389 from 0.0.0.0/0 and ::/0 in `ingress`, or name the networks that need them.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], gdpr: ["32.1.b"], "aws-fsbp": ["EC2.21"] },
  judge: ({ resource }) =>
    faultsOfEntries(resource, (entry) =>
      portOf(entry, [...SHELL_PORTS, ...DESKTOP_PORTS]) !== undefined &&
      !isAllPorts(entry) &&
      !isForAnswers(entry) &&
      isAnywhere(entry.range)
        ? `${subjectOf(entry)} lets SSH or remote desktop in from ${entry.range}.`
        : undefined,
    ),
});

/**
 * An ACL knows no connections: answers from outside come to any port from 1024 on, and every network that calls the
 * internet lets them in.
 */
function isForAnswers({ from, to }: { readonly from: number; readonly to: number }): boolean {
  return from >= 1024 && to >= 60_999;
}
