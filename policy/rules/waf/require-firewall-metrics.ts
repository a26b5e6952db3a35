import { rule } from "../../core/rule.ts";
import { inlineRules } from "./web-acl.ts";

/** What a firewall does can be seen and alarmed on. */
export const requireFirewallMetrics = rule({
  name: "require-firewall-metrics",
  description: "Web ACLs, rule groups and their rules are measured.",
  types: ["aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"],
  property: "wafv2.WebAcl.visibilityConfig.cloudwatchMetricsEnabled",
  severity: "low",
  level: "mandatory",
  reason: "Without metrics nobody notices that a rule blocks customers, or that an attack has begun.",
  remediation: "Set `visibilityConfig.cloudwatchMetricsEnabled` to true, of the whole and of each rule.",
  controls: { "pci-dss-4.0.1": ["10.4.1.1"], soc2: ["CC7.2"], psd2: ["RTS 2"], "aws-fsbp": ["WAF.12"] },
  judge: ({ read }) => {
    const whole =
      read.block("visibilityConfig")?.flag("cloudwatchMetricsEnabled") === false
        ? ["Nothing measures what the firewall does."]
        : [];
    const unmeasured = inlineRules(read).filter(({ measured }) => !measured);
    return [...whole, ...unmeasured.map(({ name }) => `Nothing measures what the rule ${name} does.`)];
  },
});
