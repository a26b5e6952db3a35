import { type Fixtures } from "../../core/fixtures.ts";
import { webAcl, logged } from "./compliant.ts";
import { disallowClassicFirewall } from "./disallow-classic-firewall.ts";

const classic = {
  name: "shop",
  metricName: "shop",
  defaultAction: { type: "ALLOW" },
  rules: [{ action: { type: "BLOCK" }, priority: 1, ruleId: "r1", type: "REGULAR" }],
};

/** Firewalls of the retired version. */
export const fixtures: Fixtures = {
  rule: disallowClassicFirewall,
  compliant: { "the version of today": { ...logged(webAcl), type: "aws:wafv2/webAcl:WebAcl" } },
  violating: {
    "the world's": { properties: classic, faults: ["The firewall is of AWS WAF Classic, which is retired."] },
    "a region's": {
      type: "aws:wafregional/webAcl:WebAcl",
      properties: classic,
      faults: ["The firewall is of AWS WAF Classic, which is retired."],
    },
  },
  unknown: {},
};
