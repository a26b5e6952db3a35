import { rule } from "../../core/rule.ts";

/** A firewall is not taken off a network by the way. */
export const requireFirewallProtection = rule({
  name: "require-firewall-protection",
  description: "DNS firewalls are protected against removal.",
  types: ["aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"],
  property: "route53.ResolverFirewallRuleGroupAssociation.mutationProtection",
  severity: "low",
  level: "advisory",
  reason: "Taking the firewall off opens the network to every name, by one call.",
  remediation: 'Set `mutationProtection` to "ENABLED".',
  controls: { "pci-dss-4.0.1": ["1.2.1"], soc2: ["CC6.6", "CC8.1"] },
  judge: ({ read }) =>
    read.text("mutationProtection") === "ENABLED" ? undefined : "The firewall may be taken off its network.",
});
