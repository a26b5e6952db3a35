import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { managed, flood, webAcl, logged } from "./compliant.ts";
import { requireKnownBadInputs } from "./require-known-bad-inputs.ts";

const common = managed("AWSManagedRulesCommonRuleSet", 1);

const association = (managedRuleGroup: unknown): Companion => ({
  type: "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
  name: "association",
  properties: { ruleName: "inputs", priority: 2, webAclArn: "shop", managedRuleGroup, overrideAction: "none" },
});

const vendor = {
  ...managed("OWASPTop10", 3),
  statement: { managedRuleGroupStatement: { vendorName: "F5", name: "OWASP_Managed" } },
};
const countingLog4j = {
  ...managed("AWSManagedRulesKnownBadInputsRuleSet", 2),
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name: "AWSManagedRulesKnownBadInputsRuleSet",
      ruleActionOverrides: [{ name: "Log4JRCE_HEADER", actionToUse: { count: {} } }],
    },
  },
};

/** ACLs with and without AWS's group of known bad inputs. */
export const fixtures: Fixtures = {
  rule: requireKnownBadInputs,
  compliant: {
    "the group": logged(webAcl),
    "the group on its own": logged(
      changed(webAcl, { rules: [common, flood] }),
      association({ vendorName: "AWS", name: "AWSManagedRulesKnownBadInputsRuleSet" }),
    ),
    "another vendor's": logged(changed(webAcl, { rules: [common, flood, vendor] })),
    "everything blocked by default": logged(changed(webAcl, { rules: [flood], defaultAction: { block: {} } })),
  },
  violating: {
    "another group of AWS": {
      ...logged(changed(webAcl, { rules: [common, flood] })),
      faults: ["The web ACL lets inputs through that are known to be attacks."],
    },
    "the group, but for Log4Shell": {
      ...logged(changed(webAcl, { rules: [common, countingLog4j, flood] })),
      faults: ["The web ACL only counts what Log4JRCE_HEADER finds."],
    },
    "a limit alone": {
      ...logged(changed(webAcl, { rules: [flood] })),
      faults: ["The web ACL lets inputs through that are known to be attacks."],
    },
  },
  unknown: { "the rules": { ...logged(changed(webAcl, { rules: [common, flood, UNKNOWN] })), path: "rules[2]" } },
};
