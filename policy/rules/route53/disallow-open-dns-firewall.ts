import { rule } from "../../core/rule.ts";

/** A firewall that fails stays shut. */
export const disallowOpenDnsFirewall = rule({
  name: "disallow-open-dns-firewall",
  description: "DNS firewalls do not let queries through when they fail.",
  types: ["aws:route53/resolverFirewallConfig:ResolverFirewallConfig"],
  property: "route53.ResolverFirewallConfig.firewallFailOpen",
  severity: "medium",
  level: "mandatory",
  reason: "Whoever overloads the firewall then has every name resolved that it was to block.",
  remediation: 'Set `firewallFailOpen` to "DISABLED".',
  controls: { "pci-dss-4.0.1": ["1.3.1"], soc2: ["CC6.6"] },
  judge: ({ read }) =>
    read.text("firewallFailOpen") === "ENABLED" ? "The firewall lets queries through when it fails." : undefined,
});
