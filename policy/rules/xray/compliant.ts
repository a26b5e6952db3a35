import type { Properties } from "../../core/fixtures.ts";

/** How the traces of a region are encrypted. */
export const encryption: Properties = {
  type: "KMS",
  keyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
};

/** Which requests are traced: one a second, and a twentieth of the rest. */
export const sampling: Properties = {
  ruleName: "orders",
  priority: 1000,
  version: 1,
  reservoirSize: 1,
  fixedRate: 0.05,
  urlPath: "*",
  host: "*",
  httpMethod: "*",
  serviceType: "*",
  serviceName: "*",
  resourceArn: "*",
};

/** Traces with a fault, watched for incidents. */
export const group: Properties = {
  groupName: "faults",
  filterExpression: "fault = true",
  insightsConfiguration: { insightsEnabled: true, notificationsEnabled: true },
};
