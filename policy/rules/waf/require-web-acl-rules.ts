import { rule } from "../../core/rule.ts";
import { rulesOf } from "./web-acl.ts";

/** A firewall looks at something. */
export const requireWebAclRules = rule({
  name: "require-web-acl-rules",
  description: "Web ACLs have at least one rule.",
  types: ["aws:wafv2/webAcl:WebAcl"],
  property: "wafv2.WebAcl.rules",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "A web ACL without rules looks like a firewall in every list, and lets everything through.",
  remediation: 'Add to `rules` a rule with a managed rule group such as "AWSManagedRulesCommonRuleSet".',
  controls: { "pci-dss-4.0.1": ["6.4.1", "6.4.2"], soc2: ["CC6.6"], "aws-fsbp": ["WAF.10"] },
  judge: ({ resource, stack }) => {
    return rulesOf(resource, stack).length === 0 ? "The web ACL has no rules." : undefined;
  },
});
