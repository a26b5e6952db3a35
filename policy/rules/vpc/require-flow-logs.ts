import { rule } from "../../core/rule.ts";

/** Who talked to whom is recorded. */
export const requireFlowLogs = rule({
  name: "require-flow-logs",
  description: "VPCs have a flow log of their traffic.",
  types: ["aws:ec2/vpc:Vpc"],
  property: "ec2.Vpc.flowLogs",
  severity: "medium",
  level: "mandatory",
  reason:
    "After an intrusion nobody can say which machines were reached and how much left, unless the flows were recorded.",
  remediation: "Add an `aws.ec2.FlowLog` with this VPC as `vpcId`.",
  controls: { "pci-dss-4.0.1": ["10.2.1", "11.5.2"], soc2: ["CC7.2"], gdpr: ["33.1"], "aws-fsbp": ["EC2.6"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    // A VPC of which nothing is known may be anybody's.
    read.has("cidrBlock");
    return stack.referringTo(resource, "vpcId", "aws:ec2/flowLog:FlowLog").length === 0
      ? "The VPC has no flow log."
      : undefined;
  },
});
