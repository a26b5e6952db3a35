import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan } from "../plan/alarms.ts";

/** Makes one alarm as planned, inside a component. Silence is no alarm: what did not happen reports nothing. */
export function createAlarm(
  name: string,
  plan: AlarmPlan,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: plan.name,
      alarmDescription: plan.description,
      namespace: plan.namespace,
      metricName: plan.metric,
      statistic: plan.statistic,
      dimensions: plan.dimensions,
      comparisonOperator: "GreaterThanThreshold",
      threshold: plan.threshold,
      period: 60,
      evaluationPeriods: plan.minutes,
      treatMissingData: "notBreaching",
      tags,
    },
    { parent },
  );
}
