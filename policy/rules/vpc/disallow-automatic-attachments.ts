import { rule } from "../../core/rule.ts";

/** Networks of others are connected one by one. */
export const disallowAutomaticAttachments = rule({
  name: "disallow-automatic-attachments",
  description: "Transit gateways do not accept shared attachments by themselves.",
  types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  property: "ec2transitgateway.TransitGateway.autoAcceptSharedAttachments",
  severity: "high",
  level: "mandatory",
  reason: "Whoever the gateway is shared with connects a network of theirs, and nobody sees that it was.",
  remediation: 'Set `autoAcceptSharedAttachments` to "disable", or leave it out.',
  controls: { "pci-dss-4.0.1": ["1.2.1", "1.4.2"], soc2: ["CC6.6"], "aws-fsbp": ["EC2.23"] },
  judge: ({ read }) =>
    read.text("autoAcceptSharedAttachments") === "enable"
      ? "The gateway connects networks of other accounts by itself."
      : undefined,
});
