import type { Thing } from "../declared/store.ts";
import { readerOf, type Reader } from "../inputs.ts";
import type { AlarmState, JudgedAlarm } from "./alarms.ts";

/** An alarm that has just changed its state. */
export interface AlarmChange extends JudgedAlarm {
  readonly alarm: Thing;
  readonly before: AlarmState;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly accountId: string;
}

/** Regions by the names that people are told. */
const REGIONS: Readonly<Record<string, string>> = {
  "eu-north-1": "EU (Stockholm)",
  "eu-west-1": "EU (Ireland)",
  "us-east-1": "US East (N. Virginia)",
  "us-west-2": "US West (Oregon)",
};

/** The subject of the message that an alarm sends. */
export function alarmSubject({ alarm, state }: AlarmChange): string {
  return `${state}: "${alarm.id}" in ${regionName(alarm)}`.slice(0, 99);
}

/** The message, as CloudWatch writes it for a topic. */
export function alarmMessage(change: AlarmChange): string {
  const { alarm, before, state, reason, at, accountId } = change;
  const inputs = readerOf(alarm.id, alarm.inputs);
  const rule = inputs.text("alarmRule");
  return JSON.stringify({
    AlarmName: alarm.id,
    AlarmDescription: inputs.text("alarmDescription") ?? null,
    AWSAccountId: accountId,
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: new Date(at).toISOString().replace("Z", "+0000"),
    Region: regionName(alarm),
    AlarmArn: alarm.outputs["arn"],
    OldStateValue: before,
    OKActions: inputs.texts("okActions"),
    AlarmActions: inputs.texts("alarmActions"),
    InsufficientDataActions: inputs.texts("insufficientDataActions"),
    ...(rule === undefined ? { Trigger: triggerOf(inputs) } : { AlarmRule: rule }),
  });
}

/** The names of statistics in such messages. */
const STATISTICS: Readonly<Record<string, string>> = {
  Average: "AVERAGE",
  Maximum: "MAXIMUM",
  Minimum: "MINIMUM",
  SampleCount: "SAMPLE_COUNT",
  Sum: "SUM",
};

function triggerOf(inputs: Reader) {
  const queries = inputs.children("metricQueries");
  return {
    ...(queries.length === 0 ? { ...metricOf(inputs), Period: inputs.number("period") } : mathOf(queries)),
    EvaluationPeriods: inputs.number("evaluationPeriods"),
    ...(inputs.number("datapointsToAlarm") !== undefined && { DatapointsToAlarm: inputs.number("datapointsToAlarm") }),
    ComparisonOperator: inputs.text("comparisonOperator"),
    Threshold: Number(inputs.properties["threshold"] ?? 0),
    TreatMissingData: inputs.text("treatMissingData") ?? "missing",
    EvaluateLowSampleCountPercentile: inputs.text("evaluateLowSampleCountPercentiles") ?? "",
  };
}

function metricOf(inputs: Reader) {
  const statistic = inputs.text("statistic");
  return {
    ...namedIn(inputs),
    ...(statistic === undefined
      ? { StatisticType: "ExtendedStatistic", ExtendedStatistic: inputs.text("extendedStatistic") }
      : { StatisticType: "Statistic", Statistic: STATISTICS[statistic] }),
    Unit: inputs.text("unit") ?? null,
  };
}

/** The metrics of an expression, in the form of the AWS documentation's example of such a message. */
function mathOf(queries: readonly Reader[]) {
  return {
    Metrics: queries.map((query) => {
      const metric = query.child("metric");
      const from = { Expression: query.text("expression"), Label: query.text("label") };
      return {
        Id: query.requiredText("id"),
        ...(metric === undefined
          ? from
          : {
              MetricStat: {
                Metric: namedIn(metric),
                Period: metric.number("period"),
                Stat: metric.requiredText("stat"),
              },
            }),
        ReturnData: query.flag("returnData") ?? false,
      };
    }),
  };
}

function namedIn(inputs: Reader) {
  const dimensions = Object.entries(inputs.strings("dimensions"));
  return {
    MetricName: inputs.text("metricName"),
    Namespace: inputs.text("namespace"),
    Dimensions: dimensions.map(([name, value]) => ({ value, name })),
  };
}

function regionName({ region }: Thing): string {
  return REGIONS[region] ?? region;
}
