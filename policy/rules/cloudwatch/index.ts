import type { Rule } from "../../core/rule.ts";
import { disallowPublicLogPolicy } from "./disallow-public-log-policy.ts";
import { requireAlarmActions } from "./require-alarm-actions.ts";
import { requireAnomalyDetectorCustomerKey } from "./require-anomaly-detector-customer-key.ts";
import { requireEnabledAlarms } from "./require-enabled-alarms.ts";
import { requireLogGroupCustomerKey } from "./require-log-group-customer-key.ts";
import { requireLogGroupDeletionProtection } from "./require-log-group-deletion-protection.ts";
import { requireLogGroupHistory } from "./require-log-group-history.ts";
import { requireLogGroupRetention } from "./require-log-group-retention.ts";
import { requireLogMasking } from "./require-log-masking.ts";

/** The rules of CloudWatch and CloudWatch Logs. */
export const cloudwatchRules: readonly Rule[] = [
  requireLogGroupCustomerKey,
  requireLogGroupRetention,
  requireLogGroupHistory,
  requireLogGroupDeletionProtection,
  requireAlarmActions,
  requireEnabledAlarms,
  disallowPublicLogPolicy,
  requireLogMasking,
  requireAnomalyDetectorCustomerKey,
];
