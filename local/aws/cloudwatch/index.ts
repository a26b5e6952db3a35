import type { AuthorizationRequest, Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Thing } from "../declared/store.ts";
import { readerOf, refuseUnknown, type Reader } from "../inputs.ts";
import { createAlarmWatch, type AlarmWatchParts } from "./alarm-watch.ts";
import { createAlarms, type Alarms } from "./alarms.ts";
import { embeddedMetrics } from "./embedded.ts";
import { createMetricStore, type Datum, type MetricStore } from "./metric-store.ts";
import { queueSeries, type MessagesIn } from "./queue-series.ts";
import { datapoints } from "./statistics.ts";

/** Where services of the account put what they measure about themselves. */
export interface MetricSink {
  measure(region: string, datum: Omit<Datum, "at">): void;
}

/** The model of Amazon CloudWatch's metrics and alarms. */
export interface CloudWatch extends MetricSink {
  readonly service: ServiceModel;
  /** Takes the metrics out of a log line that has any. */
  readLine(region: string, line: string): void;
  /** No alarm is judged by itself any more. */
  shutdown(): void;
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  PutMetricData: ["Namespace", "MetricData"],
  GetMetricData: ["MetricDataQueries", "StartTime", "EndTime", "ScanBy"],
  ListMetrics: ["Namespace", "MetricName"],
  DescribeAlarms: ["AlarmNames", "AlarmNamePrefix", "AlarmTypes", "StateValue", "MaxRecords"],
};

/** CloudWatch in all regions. `standing`: the alarms that are declared. Source: the CloudWatch API reference. */
export function createCloudWatch(deps: {
  readonly kernel: Kernel;
  readonly standing: (type: string) => readonly Thing[];
  readonly messagesIn: MessagesIn;
  /** Whom alarms tell, and where they are not judged; without it they are judged when somebody asks. */
  readonly telling?: Pick<AlarmWatchParts, "accountId" | "notify" | "isLost">;
}): CloudWatch {
  const { kernel, standing, messagesIn, telling } = deps;
  const kept = createMetricStore();
  const store: MetricStore = {
    ...kept,
    find(region, metric) {
      const queue = metric.namespace === "AWS/SQS" ? metric.dimensions["QueueName"] : undefined;
      const held = queue === undefined ? undefined : messagesIn(region, queue);
      return held === undefined ? kept.find(region, metric) : queueSeries(metric, held, kernel.now());
    },
  };
  const alarms = createAlarms(standing, store);
  const watch = telling && createAlarmWatch({ kernel, alarms, ...telling });
  return {
    service: {
      name: "monitoring",
      handle: (call) => handle({ store, alarms, now: kernel.now() }, call),
      authorizations: (call) => authorizations(call),
    },
    measure(region, datum) {
      store.put(region, { ...datum, at: kernel.now() });
      watch?.wake();
    },
    readLine(region, line) {
      for (const datum of embeddedMetrics(line)) store.put(region, datum);
    },
    shutdown: () => watch?.shutdown(),
  };
}

function authorizations({ action }: Call): readonly AuthorizationRequest[] {
  return Object.hasOwn(INPUTS, action) ? [{ action: `cloudwatch:${action}`, resource: "*", context: {} }] : [];
}

interface Place {
  readonly store: MetricStore;
  readonly alarms: Alarms;
  readonly now: number;
}

type Output = Readonly<Record<string, unknown>>;

function handle(place: Place, { action, region, input: given }: Call): Output {
  const known = Object.hasOwn(INPUTS, action) ? INPUTS[action] : undefined;
  if (known === undefined) throw notImplemented(`cloudwatch:${action}`);
  const input = readerOf(`cloudwatch:${action}`, given);
  refuseUnknown(input, known);
  switch (action) {
    case "PutMetricData":
      return putMetrics(place, region, input);
    case "GetMetricData":
      return getMetrics(place, region, input);
    case "ListMetrics":
      return listMetrics(place, region, input);
    default:
      return describeAlarms(place, region, input);
  }
}

function putMetrics({ store, now }: Place, region: string, input: Reader): Output {
  const namespace = input.requiredText("Namespace");
  if (namespace.startsWith("AWS/")) {
    throw new AwsError("InvalidParameterValueException", "The value AWS/ for parameter Namespace is invalid.");
  }
  for (const one of input.children("MetricData")) {
    refuseUnknown(one, ["MetricName", "Dimensions", "Timestamp", "Value", "Values", "Counts", "Unit"]);
    const name = one.requiredText("MetricName");
    const dimensions = dimensionsOf(one);
    const unit = one.text("Unit") ?? "None";
    const at = millisIn(one, "Timestamp") ?? now;
    const values = listOf(one, "Values");
    const counts = listOf(one, "Counts");
    const value = one.number("Value");
    const measured = value === undefined ? values : [value];
    for (const [index, each] of measured.entries()) {
      store.put(region, { namespace, name, dimensions, unit, at, value: each, times: counts[index] ?? 1 });
    }
  }
  return {};
}

function getMetrics({ store }: Place, region: string, input: Reader): Output {
  const from = millisIn(input, "StartTime");
  const to = millisIn(input, "EndTime");
  if (from === undefined || to === undefined || from >= to) {
    throw new AwsError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
  }
  const ascending = input.text("ScanBy") === "TimestampAscending";
  const MetricDataResults = input.children("MetricDataQueries").map((query) => {
    const stat = query.child("MetricStat");
    if (stat === undefined) throw notImplemented("expressions of GetMetricData");
    const metric = stat.child("Metric") ?? readerOf("Metric", {});
    const named = { namespace: metric.requiredText("Namespace"), name: metric.requiredText("MetricName") };
    const series = store.find(region, { ...named, dimensions: dimensionsOf(metric) });
    const periodMs = (stat.number("Period") ?? 60) * 1000;
    const found = datapoints(series, stat.requiredText("Stat"), { from, to, periodMs });
    const points = ascending ? found : found.toReversed();
    return {
      Id: query.requiredText("Id"),
      Label: query.text("Label") ?? named.name,
      Timestamps: points.map(({ start }) => start / 1000),
      Values: points.map(({ value }) => value),
      StatusCode: "Complete",
    };
  });
  return { MetricDataResults, Messages: [] };
}

function listMetrics({ store }: Place, region: string, input: Reader): Output {
  const [namespace, metric] = [input.text("Namespace"), input.text("MetricName")];
  const Metrics = store
    .all(region)
    .filter((one) => namespace === undefined || one.namespace === namespace)
    .filter(({ name }) => metric === undefined || name === metric)
    .map((one) => ({
      Namespace: one.namespace,
      MetricName: one.name,
      Dimensions: Object.entries(one.dimensions).map(([Name, Value]) => ({ Name, Value })),
    }));
  return { Metrics };
}

function describeAlarms({ alarms, now }: Place, region: string, input: Reader): Output {
  const names = input.texts("AlarmNames");
  const prefix = input.text("AlarmNamePrefix") ?? "";
  const types = input.texts("AlarmTypes");
  const state = input.text("StateValue");
  const wanted = (all: readonly Thing[], type: string, asked: boolean) =>
    (asked ? all : [])
      .filter(({ id }) => (names.length === 0 || names.includes(id)) && id.startsWith(prefix))
      .map((alarm) => describe(alarm, type, alarms, now))
      .filter(({ StateValue }) => state === undefined || StateValue === state);
  return {
    MetricAlarms: wanted(alarms.metricAlarms(region), "metric", types.length === 0 || types.includes("MetricAlarm")),
    // As CloudWatch does where nobody asks for them.
    CompositeAlarms: wanted(alarms.compositeAlarms(region), "composite", types.includes("CompositeAlarm")),
  };
}

function describe(alarm: Thing, type: string, alarms: Alarms, now: number) {
  const inputs = readerOf(alarm.id, alarm.inputs);
  const { state, reason } = alarms.judge(alarm, now);
  const common = {
    AlarmName: alarm.id,
    AlarmArn: alarm.outputs["arn"],
    AlarmDescription: inputs.text("alarmDescription"),
    AlarmActions: inputs.texts("alarmActions"),
    OKActions: inputs.texts("okActions"),
    StateValue: state,
    StateReason: reason,
  };
  if (type === "composite") return { ...common, AlarmRule: inputs.text("alarmRule") };
  return {
    ...common,
    Namespace: inputs.text("namespace"),
    MetricName: inputs.text("metricName"),
    Dimensions: Object.entries(inputs.strings("dimensions")).map(([Name, Value]) => ({ Name, Value })),
    Threshold: Number(inputs.properties["threshold"] ?? 0),
    ComparisonOperator: inputs.text("comparisonOperator"),
    Period: inputs.number("period"),
    EvaluationPeriods: inputs.number("evaluationPeriods"),
    TreatMissingData: inputs.text("treatMissingData"),
  };
}

function dimensionsOf(input: Reader): Readonly<Record<string, string>> {
  return Object.fromEntries(
    input.children("Dimensions").map((one) => [one.requiredText("Name"), one.requiredText("Value")]),
  );
}

/** Under the Query protocol numbers are texts. */
function listOf(input: Reader, key: string): readonly number[] {
  const given = input.properties[key];
  return Array.isArray(given) ? given.map(Number) : [];
}

/** A time: seconds since the epoch, or as ISO 8601. */
function millisIn(input: Reader, key: string): number | undefined {
  const given = input.properties[key];
  if (typeof given === "string" && !/^[\d.]+$/.test(given)) return Date.parse(given);
  const seconds = input.number(key);
  return seconds === undefined ? undefined : seconds * 1000;
}
