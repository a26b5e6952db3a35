import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { managed, webAcl, logged } from "./compliant.ts";
import { requireWebAclRules } from "./require-web-acl-rules.ts";

const empty = changed(webAcl, { rules: undefined, defaultAction: { block: {} } });

const apart: Companion = {
  type: "aws:wafv2/webAclRule:WebAclRule",
  name: "apart",
  properties: { ...managed("AWSManagedRulesKnownBadInputsRuleSet", 2), webAclArn: "shop" },
};

const inJson = JSON.stringify([
  {
    Name: "flood",
    Priority: 1,
    Action: { Block: {} },
    Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: "IP" } },
    VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: "flood", SampledRequestsEnabled: false },
  },
]);

/** ACLs with rules of every form, and without. */
export const fixtures: Fixtures = {
  rule: requireWebAclRules,
  compliant: {
    rules: logged(webAcl),
    "rules on their own": logged(empty, apart),
    "rules as JSON": logged(changed(empty, { ruleJson: inJson })),
  },
  violating: {
    absent: { ...logged(empty), faults: ["The web ACL has no rules."] },
    "an empty list": { ...logged(changed(empty, { rules: [] })), faults: ["The web ACL has no rules."] },
  },
  unknown: { "the rules": { ...logged(changed(webAcl, { rules: UNKNOWN })), path: "rules" } },
};
