import { rule } from "../../core/rule.ts";
import { rulesOf } from "./web-acl.ts";

/** A flood is stopped at the firewall. */
export const requireWebAclRateLimit = rule({
  name: "require-web-acl-rate-limit",
  description: "Web ACLs that let requests through by default limit how many come from one source.",
  types: ["aws:wafv2/webAcl:WebAcl"],
  property: "wafv2.WebAcl.rules.statement.rateBasedStatement",
  severity: "medium",
  level: "advisory",
  scope: "stack",
  reason: "Without a limit one source can try passwords and cards, or simply ask, as often as its network allows.",
  remediation: "Add to `rules` a rule with a `rateBasedStatement` and the action block.",
  controls: { "pci-dss-4.0.1": ["6.4.2", "8.3.4"], soc2: ["A1.1", "CC6.6"], gdpr: ["32.1.b"], psd2: ["RTS 2"] },
  judge: ({ resource, read, stack }) => {
    // What blocks by default lets only through what its rules name.
    if (read.block("defaultAction")?.has("block") === true) return undefined;
    const rules = rulesOf(resource, stack);
    // Whether a group of its own limits is seen there; without any rule another rule speaks.
    if (rules.length === 0 || rules.some(({ limits, refers }) => limits || refers)) return undefined;
    return "The web ACL limits nobody's rate.";
  },
});
