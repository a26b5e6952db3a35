import { rule } from "../../core/rule.ts";

/** An alarm's actions run. */
export const requireEnabledAlarms = rule({
  name: "require-enabled-alarms",
  description: "The actions of CloudWatch alarms are not switched off.",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  property: "cloudwatch.MetricAlarm.actionsEnabled",
  severity: "medium",
  level: "mandatory",
  reason: "An alarm that was muted once, and forgotten, goes off where nobody looks.",
  remediation: "Set `actionsEnabled` to true.",
  controls: {
    "pci-dss-4.0.1": ["10.7.2", "12.10.5"],
    soc2: ["CC7.2"],
    gdpr: ["33.1"],
    psd2: ["RTS 2"],
    "aws-fsbp": ["CloudWatch.17"],
  },
  judge: ({ read }) => {
    return read.flag("actionsEnabled") === false ? "The alarm's actions are switched off." : undefined;
  },
  remediate: (properties) =>
    String(properties["actionsEnabled"]) === "false" ? { ...properties, actionsEnabled: true } : properties,
});
