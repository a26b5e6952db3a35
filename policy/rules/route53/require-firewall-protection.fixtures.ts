import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireFirewallProtection } from "./require-firewall-protection.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireFirewallProtection,
  compliant: {
    on: {
      properties: { firewallRuleGroupId: "rslvr-frg-1", vpcId: "vpc-1", priority: 101, mutationProtection: "ENABLED" },
    },
  },
  violating: {
    "the default": {
      properties: changed(
        { firewallRuleGroupId: "rslvr-frg-1", vpcId: "vpc-1", priority: 101, mutationProtection: "ENABLED" },
        { mutationProtection: undefined },
      ),
      faults: ["The firewall may be taken off its network."],
    },
    off: {
      properties: changed(
        { firewallRuleGroupId: "rslvr-frg-1", vpcId: "vpc-1", priority: 101, mutationProtection: "ENABLED" },
        { mutationProtection: "DISABLED" },
      ),
      faults: ["The firewall may be taken off its network."],
    },
  },
  unknown: {
    it: {
      properties: changed(
        { firewallRuleGroupId: "rslvr-frg-1", vpcId: "vpc-1", priority: 101, mutationProtection: "ENABLED" },
        { mutationProtection: UNKNOWN },
      ),
      path: "mutationProtection",
    },
  },
};
