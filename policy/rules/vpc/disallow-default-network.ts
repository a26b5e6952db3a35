import { rule } from "../../core/rule.ts";

/** Nothing is built in the default network. */
export const disallowDefaultNetwork = rule({
  name: "disallow-default-network",
  description: "Stacks use VPCs and subnets of their own, not the default ones.",
  types: ["aws:ec2/defaultVpc:DefaultVpc", "aws:ec2/defaultSubnet:DefaultSubnet", "aws:ec2/vpc:Vpc"],
  property: "ec2.DefaultVpc",
  severity: "medium",
  level: "mandatory",
  reason: "The default VPC has public subnets only, so whatever is started there is on the internet.",
  remediation: "Make an `aws.ec2.Vpc` with private subnets instead.",
  controls: { "pci-dss-4.0.1": ["1.2.1", "1.3.1"], soc2: ["CC6.6"] },
  judge: ({ resource }) => (resource.type === "aws:ec2/vpc:Vpc" ? undefined : "The stack takes the default network."),
});
