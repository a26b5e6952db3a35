import { rule } from "../../core/rule.ts";
import { rulesOf } from "./web-acl.ts";

/** What is known to break servers is stopped at the firewall. */
export const requireKnownBadInputs = rule({
  name: "require-known-bad-inputs",
  description:
    "Web ACLs that let requests through by default stop inputs that are known to be attacks, such as Log4Shell's.",
  types: ["aws:wafv2/webAcl:WebAcl"],
  property: "wafv2.WebAcl.rules.statement.managedRuleGroupStatement",
  severity: "medium",
  level: "advisory",
  scope: "stack",
  reason: "Lookups such as those of Log4Shell (CVE-2021-44228) run an attacker's code in a server that logs them.",
  remediation: 'Add to `rules` a rule with the managed rule group "AWSManagedRulesKnownBadInputsRuleSet" of AWS.',
  controls: { "pci-dss-4.0.1": ["6.3.3", "6.4.2"], soc2: ["CC6.6", "CC6.8"], psd2: ["RTS 2"] },
  judge: ({ resource, read, stack }) => {
    if (read.block("defaultAction")?.has("block") === true) return undefined;
    const rules = rulesOf(resource, stack);
    // Groups of other vendors know the same inputs; without any rule another rule speaks.
    const knowing = rules.filter(
      ({ group }) => group === KNOWN_BAD || (group !== undefined && !group.startsWith("AWS/")),
    );
    if (rules.length > 0 && knowing.length === 0)
      return "The web ACL lets inputs through that are known to be attacks.";
    const counted = knowing.flatMap((one) => one.counted).filter((name) => name.startsWith("Log4JRCE"));
    return counted.length === 0 ? undefined : `The web ACL only counts what ${counted.join(" and ")} finds.`;
  },
});

const KNOWN_BAD = "AWS/AWSManagedRulesKnownBadInputsRuleSet";
