import { rule } from "../../core/rule.ts";

/** A firewall gets new rules. */
export const disallowClassicFirewall = rule({
  name: "disallow-classic-firewall",
  description: "Firewalls are of AWS WAF, not of its retired first version.",
  types: ["aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl"],
  property: "waf.WebAcl",
  severity: "medium",
  level: "mandatory",
  reason: "AWS WAF Classic is retired: it has no managed rules against today's attacks, and is switched off.",
  remediation: 'Use aws.wafv2.WebAcl, with `scope` "REGIONAL" or "CLOUDFRONT".',
  controls: { "pci-dss-4.0.1": ["6.4.1", "6.3.3"], soc2: ["CC6.6"] },
  judge: () => "The firewall is of AWS WAF Classic, which is retired.",
});
