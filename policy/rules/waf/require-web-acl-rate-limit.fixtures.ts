import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { visibility, known, webAcl, logged } from "./compliant.ts";
import { requireWebAclRateLimit } from "./require-web-acl-rate-limit.ts";

const group = {
  name: "own",
  priority: 3,
  overrideAction: { none: {} },
  statement: { ruleGroupReferenceStatement: { arn: UNKNOWN } },
  visibilityConfig: visibility("own"),
};

/** ACLs with and without a limit. */
export const fixtures: Fixtures = {
  rule: requireWebAclRateLimit,
  compliant: {
    "a limit": logged(webAcl),
    "a group of its own": logged(changed(webAcl, { rules: [...known, group] })),
    "everything blocked by default": logged(changed(webAcl, { rules: known, defaultAction: { block: {} } })),
  },
  violating: { none: { ...logged(changed(webAcl, { rules: known })), faults: ["The web ACL limits nobody's rate."] } },
  unknown: { "the rules": { ...logged(changed(webAcl, { rules: [...known, UNKNOWN] })), path: "rules[2]" } },
};
