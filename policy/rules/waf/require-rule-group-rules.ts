import { rule } from "../../core/rule.ts";
import { inlineRules } from "./web-acl.ts";

/** A group of rules looks at something. */
export const requireRuleGroupRules = rule({
  name: "require-rule-group-rules",
  description: "Rule groups have at least one rule.",
  types: ["aws:wafv2/ruleGroup:RuleGroup"],
  property: "wafv2.RuleGroup.rules",
  severity: "medium",
  level: "mandatory",
  reason: "An ACL that runs an empty group looks protected, and lets everything through.",
  remediation: "Add a rule to `rules`.",
  controls: { "pci-dss-4.0.1": ["6.4.2"], soc2: ["CC6.6"], "aws-fsbp": ["WAF.8"] },
  judge: ({ read }) => {
    return inlineRules(read).length === 0 ? "The rule group has no rules." : undefined;
  },
});
