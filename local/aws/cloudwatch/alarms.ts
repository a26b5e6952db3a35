import { readerOf, type Reader } from "../inputs.ts";
import type { Thing } from "../declared/store.ts";
import type { MetricStore } from "./metric-store.ts";
import { judgedDatapoints, periodOf } from "./metric-math.ts";

/** Where an alarm stands. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** An alarm's state, and why. */
export interface JudgedAlarm {
  readonly state: AlarmState;
  readonly reason: string;
}

const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** The declared alarms of a region, as they stand by the metrics that were kept. */
export interface Alarms {
  metricAlarms(region: string): readonly Thing[];
  compositeAlarms(region: string): readonly Thing[];
  /** Of both kinds, in all regions. */
  everywhere(): readonly Thing[];
  /** Judged at this moment, by the periods that are over. */
  judge(alarm: Thing, now: number): JudgedAlarm;
}

/** Alarms over what is declared; nothing is judged before somebody asks. */
export function createAlarms(standing: (type: string) => readonly Thing[], metrics: Pick<MetricStore, "find">): Alarms {
  const metricAlarms = (region: string) => standing(METRIC_ALARM).filter((alarm) => alarm.region === region);
  const compositeAlarms = (region: string) => standing(COMPOSITE_ALARM).filter((alarm) => alarm.region === region);

  function judge(alarm: Thing, now: number): JudgedAlarm {
    const inputs = readerOf(alarm.id, alarm.inputs);
    const rule = inputs.text("alarmRule");
    return rule === undefined ? judgeMetric(inputs, alarm.region, now) : judgeRule(rule, alarm.region, now);
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
  function judgeMetric(inputs: Reader, region: string, now: number): JudgedAlarm {
    const periodMs = periodOf(inputs);
    const periods = inputs.number("evaluationPeriods") ?? 1;
    const needed = inputs.number("datapointsToAlarm") ?? periods;
    const missing = inputs.text("treatMissingData") ?? "missing";
    const to = now - (now % periodMs);
    const span = { from: to - periods * periodMs, to, periodMs };
    const found = judgedDatapoints(inputs, (metric) => metrics.find(region, metric), span);
    if (found === undefined) return { state: "INSUFFICIENT_DATA", reason: "The expression is not modelled." };
    const breaches = breach(inputs.requiredText("comparisonOperator"), Number(inputs.properties["threshold"] ?? 0));
    const breaching = found.filter(({ value }) => breaches(value)).length;
    const absent = periods - found.length;
    const ringing = breaching + (missing === "breaching" ? absent : 0);
    const reason = `${breaching} of ${found.length} datapoints of the last ${periods} periods were over the threshold.`;
    if (ringing >= needed) return { state: "ALARM", reason };
    const silent = found.length === 0 && missing !== "breaching" && missing !== "notBreaching";
    return { state: silent ? "INSUFFICIENT_DATA" : "OK", reason };
  }

  /** Alarms joined by OR, as the program writes them; another rule cannot be told. */
  function judgeRule(rule: string, region: string, now: number): JudgedAlarm {
    const terms = rule.split(/\s+OR\s+/).map((term) => /^ALARM\("([^"]+)"\)$/.exec(term.trim())?.[1]);
    if (terms.includes(undefined)) return { state: "INSUFFICIENT_DATA", reason: "The rule is not modelled." };
    const all = [...metricAlarms(region), ...compositeAlarms(region)];
    const ringing = all.filter(({ id }) => terms.includes(id)).filter((one) => judge(one, now).state === "ALARM");
    const names = ringing.map(({ id }) => id).join(", ");
    if (ringing.length > 0) return { state: "ALARM", reason: `In alarm: ${names}.` };
    return { state: "OK", reason: "None of its alarms is in alarm." };
  }

  const everywhere = () => [...standing(METRIC_ALARM), ...standing(COMPOSITE_ALARM)];

  return { metricAlarms, compositeAlarms, everywhere, judge };
}

function breach(operator: string, threshold: number): (value: number) => boolean {
  switch (operator) {
    case "GreaterThanThreshold":
      return (value) => value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return (value) => value >= threshold;
    case "LessThanThreshold":
      return (value) => value < threshold;
    case "LessThanOrEqualToThreshold":
      return (value) => value <= threshold;
    default:
      return () => false;
  }
}
