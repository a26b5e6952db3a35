import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { managed, flood, known, webAcl, logged } from "./compliant.ts";
import { disallowCountingRules } from "./disallow-counting-rules.ts";

const trial = { ...managed("AWSManagedRulesSQLiRuleSet", 3), overrideAction: { count: {} } };

const association: Companion = {
  type: "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
  name: "association",
  properties: { ruleName: "own", priority: 4, webAclArn: "shop", ruleGroupReference: {}, overrideAction: "count" },
};

/** ACLs whose rules block, and whose only count. */
export const fixtures: Fixtures = {
  rule: disallowCountingRules,
  compliant: { "all block": logged(webAcl) },
  violating: {
    "a group": {
      ...logged(changed(webAcl, { rules: [...known, flood, trial] })),
      faults: ["The rule AWSManagedRulesSQLiRuleSet only counts what it should block."],
    },
    "a rule": {
      ...logged(changed(webAcl, { rules: [...known, { ...flood, action: { count: {} } }] })),
      faults: ["The rule flood only counts what it should block."],
    },
    "a group on its own": {
      ...logged(webAcl, association),
      faults: ["The rule own only counts what it should block."],
    },
  },
  unknown: {
    "the action": {
      ...logged(changed(webAcl, { rules: [...known, { ...flood, action: UNKNOWN }] })),
      path: "rules[2].action",
    },
  },
};
