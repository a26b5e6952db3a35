import { rule } from "../../core/rule.ts";

/** A group says what it is for. */
export const requireSecurityGroupDescription = rule({
  name: "require-security-group-description",
  description: "Security groups have a description of their own.",
  types: ["aws:ec2/securityGroup:SecurityGroup"],
  property: "ec2.SecurityGroup.description",
  severity: "low",
  level: "advisory",
  reason: "Nobody closes what nobody can explain; AWS lets the description be written once only.",
  remediation: "Set `description` to what the group is for.",
  controls: { "pci-dss-4.0.1": ["1.2.1"], soc2: ["CC8.1"] },
  judge: ({ read }) =>
    /^(Managed by Pulumi|Managed by Terraform)?$/.test(read.text("description") ?? "")
      ? "The group does not say what it is for."
      : undefined,
});
