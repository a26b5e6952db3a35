import { rule } from "../../core/rule.ts";
import { ACL_TYPES, faultsOfEntries } from "./network-acl.ts";
import { isAllPorts, isAnywhere, subjectOf } from "./openings.ts";

/** A network's own filter lets in what is served. */
export const disallowOpenAllNetworkAcl = rule({
  name: "disallow-open-all-network-acl",
  description: "Network ACLs do not let the internet reach all ports.",
  types: ACL_TYPES,
  property: "ec2.NetworkAcl.ingress.all",
  severity: "medium",
  level: "mandatory",
  reason:
    "An ACL that lets all in filters nothing, and is all that is left when a security group is opened by mistake.",
  remediation: "Name protocols and ports in `ingress`, or the networks that need all of them.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], gdpr: ["32.1.b"], "aws-fsbp": ["EC2.21"] },
  judge: ({ resource }) =>
    faultsOfEntries(resource, (entry) =>
      isAllPorts(entry) && isAnywhere(entry.range)
        ? `${subjectOf(entry)} lets all traffic in from ${entry.range}.`
        : undefined,
    ),
});
