import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan } from "../plan/alarms.ts";

/**
 * Makes one alarm as planned, inside a component; `region` only where it is not the stack's own. Silence is no alarm
 * where nothing happening reports nothing.
 */
export function createAlarm(
  name: string,
  plan: AlarmPlan,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
  region?: string,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: plan.name,
      alarmDescription: plan.description,
      namespace: plan.namespace,
      metricName: plan.metric,
      ...(plan.statistic === "p99" ? { extendedStatistic: plan.statistic } : { statistic: plan.statistic }),
      dimensions: plan.dimensions,
      comparisonOperator: plan.below === true ? "LessThanThreshold" : "GreaterThanThreshold",
      threshold: plan.threshold,
      period: 60,
      evaluationPeriods: plan.minutes,
      treatMissingData: plan.below === true ? "breaching" : "notBreaching",
      ...(region === undefined ? {} : { region }),
      tags,
    },
    { parent },
  );
}
