import { describe, expect, it } from "vitest";
import { createCloudWatch } from "../../../../../local/aws/cloudwatch/index.ts";
import type { Thing } from "../../../../../local/aws/declared/store.ts";
import type { HeldMessage } from "../../../../../local/aws/sqs/index.ts";
import { callOf } from "../account.ts";

const MINUTE = 60_000;
/** A whole minute. */
const START = 1_700_000_040_000;

function alarm(id: string, inputs: Readonly<Record<string, unknown>>): Thing {
  const figures = { namespace: "PaymentCells", metricName: "Errors", statistic: "Sum", period: 60 };
  const rule = { comparisonOperator: "GreaterThanThreshold", threshold: 2, evaluationPeriods: 2 };
  return { id, region: "eu-west-1", inputs: { ...figures, ...rule, ...inputs }, outputs: { arn: `arn:${id}` } };
}

function world(alarms: readonly Thing[] = [], composites: readonly Thing[] = []) {
  let now = START;
  const queues = new Map<string, readonly HeldMessage[]>();
  const cloudWatch = createCloudWatch({
    kernel: { now: () => now, random: () => 0.5, after: () => () => undefined },
    standing: (type) => (type.endsWith(":MetricAlarm") ? alarms : composites),
    messagesIn: (_region, name) => queues.get(name),
  });
  const ask = async (action: string, input: Readonly<Record<string, unknown>> = {}) =>
    cloudWatch.service.handle(callOf("monitoring", action, input));
  const put = (Value: number, more: Readonly<Record<string, unknown>> = {}) =>
    ask("PutMetricData", { Namespace: "PaymentCells", MetricData: [{ MetricName: "Errors", Value, ...more }] });
  const values = async (Stat: string, minutes = 5, metric: Readonly<Record<string, unknown>> = {}) => {
    const Metric = { Namespace: "PaymentCells", MetricName: "Errors", ...metric };
    const query = { Id: "m", MetricStat: { Metric, Period: 60, Stat } };
    const span = { StartTime: (now - minutes * MINUTE) / 1000, EndTime: now / 1000 };
    const found = await ask("GetMetricData", { MetricDataQueries: [query], ...span, ScanBy: "TimestampAscending" });
    return (found["MetricDataResults"] as readonly { readonly Values: readonly number[] }[])[0]?.Values;
  };
  const states = async (AlarmTypes = ["MetricAlarm"]) => {
    const found = await ask("DescribeAlarms", { AlarmTypes });
    const all = [found["MetricAlarms"], found["CompositeAlarms"]].flat() as readonly Record<string, unknown>[];
    return Object.fromEntries(all.map((one) => [String(one["AlarmName"]), one["StateValue"]]));
  };
  const pass = (ms: number) => void (now += ms);
  return { cloudWatch, ask, put, values, states, pass, queues, now: () => now };
}

describe("CloudWatch keeps metrics", () => {
  it("a minute at a time, and gives each statistic of them", async () => {
    const { put, values, pass } = world();
    for (const value of [1, 2, 3, 10]) await put(value);
    pass(MINUTE);
    await put(7, { Values: undefined });
    pass(MINUTE);
    expect(await values("Sum")).toEqual([16, 7]);
    expect(await values("Average")).toEqual([4, 7]);
    expect(await values("Maximum")).toEqual([10, 7]);
    expect(await values("SampleCount")).toEqual([4, 1]);
    expect(await values("p50")).toEqual([2, 7]);
    expect(await values("p99")).toEqual([10, 7]);
  });

  it("apart by their dimensions, counted values as often as they are counted", async () => {
    const { ask, values, pass } = world();
    const Dimensions = [{ Name: "Function", Value: "relay" }];
    const datum = { MetricName: "Errors", Dimensions, Values: [2, 5], Counts: [3, 1] };
    await ask("PutMetricData", { Namespace: "PaymentCells", MetricData: [datum] });
    pass(MINUTE);
    expect(await values("Sum")).toEqual([]);
    expect(await values("Sum", 5, { Dimensions })).toEqual([11]);
    expect(await ask("ListMetrics", { Namespace: "PaymentCells" })).toEqual({
      Metrics: [{ Namespace: "PaymentCells", MetricName: "Errors", Dimensions }],
    });
  });

  it("of everybody's own, for nobody speaks in AWS's name", async () => {
    const { ask } = world();
    const told = { Namespace: "AWS/Lambda", MetricData: [{ MetricName: "Errors", Value: 1 }] };
    await expect(ask("PutMetricData", told)).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: "The value AWS/ for parameter Namespace is invalid.",
    });
    expect(await ask("ListMetrics")).toEqual({ Metrics: [] });
  });

  it("for three hours", async () => {
    const { put, values, pass } = world();
    for (let minute = 0; minute < 200; minute += 1) {
      await put(minute);
      pass(MINUTE);
    }
    const kept = await values("Sum", 300);
    expect(kept).toHaveLength(180);
    expect(kept?.[0]).toBe(20);
  });

  it("that stand in a log line, and takes any other line for what it is", async () => {
    const { cloudWatch, values, pass, now } = world();
    const directive = { Namespace: "PaymentCells", Dimensions: [[]], Metrics: [{ Name: "Errors", Unit: "Count" }] };
    const embedded = { Timestamp: now(), CloudWatchMetrics: [directive] };
    cloudWatch.readLine("eu-west-1", JSON.stringify({ _aws: embedded, Errors: [4, 5] }));
    cloudWatch.readLine("eu-west-1", '{"CloudWatchMetrics": broken');
    cloudWatch.readLine("eu-west-1", `INFO ${JSON.stringify({ _aws: embedded, Errors: 9 })}`);
    pass(MINUTE);
    expect(await values("Sum")).toEqual([9]);
  });

  it("of queues, from what they hold", async () => {
    const { queues, values, now } = world();
    queues.set("dlq", [
      { sentMs: now() - 5 * MINUTE, receives: 3 },
      { sentMs: now() - 90_000, receives: 0 },
    ]);
    const of = (MetricName: string) => ({
      Namespace: "AWS/SQS",
      MetricName,
      Dimensions: [{ Name: "QueueName", Value: "dlq" }],
    });
    expect(await values("Maximum", 3, of("ApproximateNumberOfMessagesVisible"))).toEqual([1, 2, 2]);
    expect(await values("Maximum", 3, of("ApproximateAgeOfOldestMessage"))).toEqual([180, 240, 300]);
    queues.set("dlq", [
      { sentMs: now() - 5 * MINUTE, receives: 4 },
      { sentMs: now() - 90_000, receives: 0 },
    ]);
    // What was handed out more than three times stands behind the others.
    expect(await values("Maximum", 3, of("ApproximateAgeOfOldestMessage"))).toEqual([0, 30, 90]);
    expect(await values("Maximum", 3, of("ApproximateNumberOfMessagesVisible"))).toEqual([1, 2, 2]);
  });

  it.each([
    [
      "an expression",
      "GetMetricData",
      { MetricDataQueries: [{ Id: "e", Expression: "m1+m2" }], StartTime: 1, EndTime: 2 },
    ],
    ["another operation", "PutMetricAlarm", {}],
  ])("and refuses by name what is not modelled: %s", async (_, action, input) => {
    const { ask } = world();
    await expect(ask(action, input)).rejects.toMatchObject({ code: "NotImplemented" });
  });
});

describe("an alarm", () => {
  it("rings when as many periods as it says were over its threshold, and is over when they are not", async () => {
    const { put, states, pass } = world([alarm("errors", { treatMissingData: "notBreaching" })]);
    expect(await states()).toEqual({ errors: "OK" });
    await put(3);
    pass(MINUTE);
    expect(await states()).toEqual({ errors: "OK" });
    await put(4);
    expect(await states()).toEqual({ errors: "OK" });
    pass(MINUTE);
    expect(await states()).toEqual({ errors: "ALARM" });
    pass(MINUTE);
    expect(await states()).toEqual({ errors: "OK" });
  });

  it.each([
    ["breaching", "ALARM"],
    ["notBreaching", "OK"],
    ["missing", "INSUFFICIENT_DATA"],
    [undefined, "INSUFFICIENT_DATA"],
  ])("takes silence for what it says: %s", async (treatMissingData, state) => {
    const { states } = world([alarm("errors", { treatMissingData })]);
    expect(await states()).toEqual({ errors: state });
  });

  it.each([
    ["GreaterThanThreshold", 2, "OK"],
    ["GreaterThanOrEqualToThreshold", 2, "ALARM"],
    ["LessThanThreshold", 2, "OK"],
    ["LessThanOrEqualToThreshold", 2, "ALARM"],
  ])("compares as it says: %s", async (comparisonOperator, value, state) => {
    const { put, states, pass } = world([alarm("errors", { comparisonOperator, evaluationPeriods: 1 })]);
    await put(value);
    pass(MINUTE);
    expect(await states()).toEqual({ errors: state });
  });

  it("over others rings as soon as one of them does, and is told where somebody asks for it", async () => {
    const composite = {
      id: "health",
      region: "eu-west-1",
      outputs: {},
      inputs: { alarmRule: 'ALARM("a") OR ALARM("b")' },
    };
    const { put, states, pass } = world(
      [alarm("a", { threshold: 100 }), alarm("b", { evaluationPeriods: 1 })],
      [composite],
    );
    await put(1);
    pass(MINUTE);
    expect(await states(["CompositeAlarm"])).toEqual({ health: "OK" });
    await put(50);
    pass(MINUTE);
    expect(await states(["CompositeAlarm"])).toEqual({ health: "ALARM" });
    expect(Object.keys(await states())).toEqual(["a", "b"]);
  });
});
