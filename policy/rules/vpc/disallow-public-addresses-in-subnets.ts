import { rule } from "../../core/rule.ts";

/** Nothing gets a public address by default. */
export const disallowPublicAddressesInSubnets = rule({
  name: "disallow-public-addresses-in-subnets",
  description: "Subnets give no public address to what is started in them.",
  types: ["aws:ec2/subnet:Subnet"],
  property: "ec2.Subnet.mapPublicIpOnLaunch",
  severity: "medium",
  level: "mandatory",
  reason: "What is started in such a subnet is on the internet, whether its owner thought of it or not.",
  remediation: "Set `mapPublicIpOnLaunch` to false, or leave it out.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], "aws-fsbp": ["EC2.15"] },
  judge: ({ read }) =>
    read.flag("mapPublicIpOnLaunch") === true
      ? "The subnet gives a public address to what is started in it."
      : undefined,
  remediate: (properties) =>
    properties["mapPublicIpOnLaunch"] === true ? { ...properties, mapPublicIpOnLaunch: false } : properties,
});
