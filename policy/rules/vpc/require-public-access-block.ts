import { rule } from "../../core/rule.ts";

/** Networks of a region are kept from the internet. */
export const requirePublicAccessBlock = rule({
  name: "require-public-access-block",
  description: "Block Public Access of VPCs is not switched off.",
  types: ["aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"],
  property: "ec2.VpcBlockPublicAccessOptions.internetGatewayBlockMode",
  severity: "medium",
  level: "mandatory",
  reason: "Switched off, one wrong route puts a subnet on the internet.",
  remediation: 'Set `internetGatewayBlockMode` to "block-ingress" or "block-bidirectional".',
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], "aws-fsbp": ["EC2.172"] },
  judge: ({ read }) =>
    read.text("internetGatewayBlockMode") === "off" ? "Block Public Access is switched off." : undefined,
});
