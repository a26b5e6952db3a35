import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan, FigurePlan } from "../plan/alarms.ts";

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
      ...measured(plan),
      comparisonOperator: plan.below === undefined ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold: plan.threshold,
      evaluationPeriods: plan.minutes,
      treatMissingData: "notBreaching",
      ...telling(alarmTopicArn),
      ...(region === undefined ? {} : { region }),
      tags,
    },
    { parent },
  );
}

const PERIOD_SECONDS = 60;

function measured(plan: AlarmPlan): Partial<aws.cloudwatch.MetricAlarmArgs> {
  if (plan.below !== undefined) return { metricQueries: whileThere(plan, plan.below) };
  return {
    namespace: plan.namespace,
    metricName: plan.metric,
    ...(plan.statistic === "p99" ? { extendedStatistic: plan.statistic } : { statistic: plan.statistic }),
    dimensions: plan.dimensions,
    period: PERIOD_SECONDS,
  };
}

/**
 * The figure, and nought where it is silent in a minute that has any of the others. Not FILL, which would make a nought
 * of every minute: a sum over an array leaves out what is missing, and is missing itself where all are.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function whileThere(
  plan: AlarmPlan,
  evidence: readonly FigurePlan[],
): aws.types.input.cloudwatch.MetricAlarmMetricQuery[] {
  const query = (id: string, { namespace, metric: metricName, dimensions }: FigurePlan) => {
    const metric = { namespace, metricName, dimensions, period: PERIOD_SECONDS, stat: plan.statistic };
    return { id, metric, returnData: false };
  };
  const others = evidence.map((figure, index) => query(`other${index}`, figure));
  const expression = `SUM([${["own", ...others.map(({ id }) => `0 * ${id}`)].join(", ")}])`;
  return [{ id: "silence", expression, label: plan.metric, returnData: true }, query("own", plan), ...others];
}
