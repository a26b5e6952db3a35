import type { Properties } from "../../core/fixtures.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";

/** A log group that every rule of the pack is content with. */
export const logGroup: Properties = {
  name: "/orders/app",
  retentionInDays: 365,
  kmsKeyId: key,
  deletionProtectionEnabled: true,
};

/** An alarm that tells somebody. */
export const alarm: Properties = {
  name: "orders-errors",
  namespace: "AWS/Lambda",
  metricName: "Errors",
  dimensions: { FunctionName: "orders" },
  statistic: "Sum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluationPeriods: 3,
  treatMissingData: "notBreaching",
  alarmActions: ["arn:aws:sns:eu-west-1:111122223333:on-call"],
};

/** An alarm made of others. */
export const compositeAlarm: Properties = {
  alarmName: "orders-down",
  alarmRule: 'ALARM("orders-errors") AND ALARM("orders-latency")',
  alarmActions: ["arn:aws:sns:eu-west-1:111122223333:on-call"],
};

/** Looks for what is unusual in a log. */
export const anomalyDetector: Properties = {
  detectorName: "orders",
  enabled: true,
  logGroupArnLists: ["arn:aws:logs:eu-west-1:111122223333:log-group:/orders/app"],
  kmsKeyId: key,
};
