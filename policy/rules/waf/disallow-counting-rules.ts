import { rule } from "../../core/rule.ts";
import { rulesOf } from "./web-acl.ts";

/** A rule on trial does not stay so. */
export const disallowCountingRules = rule({
  name: "disallow-counting-rules",
  description: "Rules of web ACLs block what they find.",
  types: ["aws:wafv2/webAcl:WebAcl"],
  property: "wafv2.WebAcl.rules.overrideAction",
  severity: "low",
  level: "advisory",
  scope: "stack",
  reason: "Rules that were set to count for a trial, and forgotten, look like protection and let everything through.",
  remediation: "Set `overrideAction` of the rule to none, or its `action` to block.",
  controls: { "pci-dss-4.0.1": ["6.4.2"], soc2: ["CC6.6"], psd2: ["RTS 2"] },
  judge: ({ resource, stack }) => {
    const counting = rulesOf(resource, stack).filter(({ counts }) => counts);
    return counting.map(({ name }) => `The rule ${name} only counts what it should block.`);
  },
});
