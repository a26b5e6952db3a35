import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { flood, known, webAcl, ruleGroup, logged } from "./compliant.ts";
import { requireFirewallMetrics } from "./require-firewall-metrics.ts";

const unmeasured = { metricName: "none", cloudwatchMetricsEnabled: false, sampledRequestsEnabled: true };

/** Firewalls with and without metrics. */
export const fixtures: Fixtures = {
  rule: requireFirewallMetrics,
  compliant: { measured: logged(webAcl), "a group": { type: "aws:wafv2/ruleGroup:RuleGroup", properties: ruleGroup } },
  violating: {
    "the whole": {
      ...logged(changed(webAcl, { visibilityConfig: unmeasured })),
      faults: ["Nothing measures what the firewall does."],
    },
    "a rule": {
      ...logged(changed(webAcl, { rules: [...known, { ...flood, visibilityConfig: unmeasured }] })),
      faults: ["Nothing measures what the rule flood does."],
    },
    "a group": {
      type: "aws:wafv2/ruleGroup:RuleGroup",
      properties: changed(ruleGroup, { visibilityConfig: unmeasured }),
      faults: ["Nothing measures what the firewall does."],
    },
  },
  unknown: { "the metrics": { ...logged(changed(webAcl, { visibilityConfig: UNKNOWN })), path: "visibilityConfig" } },
};
