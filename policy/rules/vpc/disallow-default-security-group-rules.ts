import { rule } from "../../core/rule.ts";

const DIRECTIONS = ["ingress", "egress"] as const;

const RULES = [
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
] as const;

/** The default group lets nothing through. */
export const disallowDefaultSecurityGroupRules = rule({
  name: "disallow-default-security-group-rules",
  description: "The default security group of a VPC has no rules.",
  types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  property: "ec2.DefaultSecurityGroup.ingress",
  severity: "high",
  level: "mandatory",
  reason: "Whatever is started without naming a group gets this one.",
  remediation:
    "Leave `ingress` and `egress` of `aws.ec2.DefaultSecurityGroup` out, and make groups for what is served.",
  controls: { "pci-dss-4.0.1": ["1.2.1", "1.3.1"], soc2: ["CC6.6"], "aws-fsbp": ["EC2.2"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    const opened = DIRECTIONS.filter((direction) => read.blocks(direction).length > 0);
    const beside = stack.referringTo(resource, "securityGroupId", ...RULES);
    if (opened.length === 0 && beside.length > 0) {
      return `The default group has rules of their own: ${beside.map(({ name }) => name).join(", ")}.`;
    }
    return opened.length === 0 ? undefined : `The default group has rules for ${opened.join(" and ")}.`;
  },
});
