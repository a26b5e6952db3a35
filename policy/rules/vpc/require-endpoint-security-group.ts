import { rule } from "../../core/rule.ts";
import { UNKNOWN } from "../../core/reader.ts";
import { knownOr } from "../../core/reference.ts";

/** An interface endpoint has a group of its own. */
export const requireEndpointSecurityGroup = rule({
  name: "require-endpoint-security-group",
  description: "Interface endpoints name their security groups.",
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  property: "ec2.VpcEndpoint.securityGroupIds",
  severity: "low",
  level: "mandatory",
  reason: "Without one the endpoint takes the default group, which lets in whatever else has it.",
  remediation: "Set `securityGroupIds` to a group that lets in port 443 from the network.",
  controls: { "pci-dss-4.0.1": ["1.3.1"], soc2: ["CC6.6"] },
  judge: ({ read }) => {
    if (read.text("vpcEndpointType") !== "Interface") return undefined;
    const groups = knownOr(
      () => read.raw("securityGroupIds"),
      () => [UNKNOWN],
    );
    return Array.isArray(groups) && groups.length > 0 ? undefined : "The endpoint has the default security group.";
  },
});
