import type { DeclaredType } from "./definition.ts";

/** Alarms, dashboards and traces: no metric is kept, no alarm ever rings, no trace is recorded. */
export const monitoringTypes: readonly DeclaredType[] = [
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    requires: ["comparisonOperator", "evaluationPeriods"],
    compute({ inputs, named, arn }) {
      const name = named(inputs["name"] === undefined ? "alarmName" : "name");
      return { id: name, name, arn: arn("cloudwatch", `alarm:${name}`) };
    },
  },
  {
    type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    requires: ["alarmName", "alarmRule"],
    compute: ({ text, arn }) => ({ id: text("alarmName"), arn: arn("cloudwatch", `alarm:${text("alarmName")}`) }),
  },
  {
    type: "aws:cloudwatch/dashboard:Dashboard",
    requires: ["dashboardName", "dashboardBody"],
    documents: ["dashboardBody"],
    compute({ text, arn }) {
      const name = text("dashboardName");
      return { id: name, dashboardArn: arn("cloudwatch", `dashboard/${name}`, "global") };
    },
  },
  {
    type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    requires: ["logGroupName", "metricTransformation"],
    compute({ named }) {
      const name = named("name");
      return { id: name, name };
    },
  },
  {
    type: "aws:xray/group:Group",
    requires: ["groupName", "filterExpression"],
    compute({ text, arn, hex }) {
      const group = arn("xray", `group/${text("groupName")}/${hex(26).toUpperCase()}`);
      return { id: group, arn: group };
    },
  },
  {
    type: "aws:xray/samplingRule:SamplingRule",
    requires: ["fixedRate", "priority", "reservoirSize"],
    compute({ text, arn }) {
      const name = text("ruleName");
      return { id: name, arn: arn("xray", `sampling-rule/${name}`) };
    },
  },
  {
    type: "aws:xray/encryptionConfig:EncryptionConfig",
    requires: ["type"],
    compute: ({ region }) => ({ id: region }),
  },
];
