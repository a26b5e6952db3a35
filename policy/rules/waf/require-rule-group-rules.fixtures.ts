import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { ruleGroup } from "./compliant.ts";
import { requireRuleGroupRules } from "./require-rule-group-rules.ts";

/** Groups with and without rules. */
export const fixtures: Fixtures = {
  rule: requireRuleGroupRules,
  compliant: { "a rule": { properties: ruleGroup } },
  violating: {
    absent: { properties: changed(ruleGroup, { rules: undefined }), faults: ["The rule group has no rules."] },
    "an empty list": { properties: changed(ruleGroup, { rules: [] }), faults: ["The rule group has no rules."] },
  },
  unknown: { "the rules": { properties: changed(ruleGroup, { rules: UNKNOWN }), path: "rules" } },
};
