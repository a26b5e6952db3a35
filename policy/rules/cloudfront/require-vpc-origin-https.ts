import { rule } from "../../core/rule.ts";

/** What a distribution hands on is encrypted on its way, in a VPC too. */
export const requireVpcOriginHttps = rule({
  name: "require-vpc-origin-https",
  description: "CloudFront reaches origins in a VPC over HTTPS.",
  types: ["aws:cloudfront/vpcOrigin:VpcOrigin"],
  property: "cloudfront.VpcOrigin.vpcOriginEndpointConfig.originProtocolPolicy",
  severity: "medium",
  level: "mandatory",
  reason:
    "Over plain HTTP everything can be read and changed between the edge and the origin, although viewers see a lock.",
  remediation: 'Set `vpcOriginEndpointConfig.originProtocolPolicy` to "https-only".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    const policy = read.block("vpcOriginEndpointConfig")?.text("originProtocolPolicy");
    return policy === "http-only" ? "The origin is reached over plain HTTP." : undefined;
  },
});
