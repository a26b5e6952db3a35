import type { Rule } from "../../core/rule.ts";
import { disallowClassicFirewall } from "./disallow-classic-firewall.ts";
import { disallowCountingRules } from "./disallow-counting-rules.ts";
import { requireBlockedRequestsInLog } from "./require-blocked-requests-in-log.ts";
import { requireFirewallMetrics } from "./require-firewall-metrics.ts";
import { requireKnownBadInputs } from "./require-known-bad-inputs.ts";
import { requireLogRedaction } from "./require-log-redaction.ts";
import { requireRuleGroupRules } from "./require-rule-group-rules.ts";
import { requireWebAclLogs } from "./require-web-acl-logs.ts";
import { requireWebAclRateLimit } from "./require-web-acl-rate-limit.ts";
import { requireWebAclRules } from "./require-web-acl-rules.ts";

/** The rules of AWS WAF. */
export const wafRules: readonly Rule[] = [
  requireWebAclLogs,
  requireLogRedaction,
  requireBlockedRequestsInLog,
  requireWebAclRules,
  requireWebAclRateLimit,
  requireKnownBadInputs,
  disallowCountingRules,
  requireFirewallMetrics,
  requireRuleGroupRules,
  disallowClassicFirewall,
];
