import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan } from "../plan/alarms.ts";

/** Whom an alarm tells, and how it is marked. */
export interface AlarmSurroundings {
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Only where it is not the stack's own. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What any alarm does: it tells its topic when it goes off, and when it is over. */
export function telling(alarmTopicArn: pulumi.Input<string>) {
  return { alarmActions: [alarmTopicArn], okActions: [alarmTopicArn] };
}

/** Makes one alarm as planned, inside a component. Silence is no alarm where nothing happening reports nothing. */
export function createAlarm(
  name: string,
  plan: AlarmPlan,
  { alarmTopicArn, region, tags }: AlarmSurroundings,
  parent: pulumi.Resource,
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
      ...telling(alarmTopicArn),
      ...(region === undefined ? {} : { region }),
      tags,
    },
    { parent },
  );
}
