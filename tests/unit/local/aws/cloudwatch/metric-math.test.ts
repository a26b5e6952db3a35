import { describe, expect, it } from "vitest";
import { alarmMessage } from "../../../../../local/aws/cloudwatch/alarm-messages.ts";
import { createAlarms } from "../../../../../local/aws/cloudwatch/alarms.ts";
import type { MetricSink } from "../../../../../local/aws/cloudwatch/index.ts";
import { createMetricStore } from "../../../../../local/aws/cloudwatch/metric-store.ts";
import { createDynamoDb } from "../../../../../local/aws/dynamodb/index.ts";
import { createKinesis } from "../../../../../local/aws/kinesis/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { accountId, callOf, register } from "../account.ts";

const REGION = "eu-west-1";
const MINUTE = 60_000;
/** A whole minute. */
const START = 1_700_000_040_000;

function query(id: string, metricName: string) {
  return { id, metric: { namespace: "PaymentCells", metricName, period: 60, stat: "Sum" } };
}

function alarmOver(expression: string) {
  const inputs = {
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    metricQueries: [{ id: "e", expression, label: "E", returnData: true }, query("a", "A"), query("b", "B")],
  };
  return { id: "math", region: REGION, inputs, outputs: { arn: "arn:math" } };
}

/** How an alarm stands after a minute of measurements. */
function judged(expression: string, measured: Readonly<Record<string, number>>) {
  const store = createMetricStore();
  for (const [name, value] of Object.entries(measured)) {
    store.put(REGION, { namespace: "PaymentCells", name, dimensions: {}, value, unit: "Count", at: START });
  }
  return createAlarms(() => [], store).judge(alarmOver(expression), START + MINUTE);
}

describe("an alarm over an expression", () => {
  it.each([
    ["SUM([a, b])", { A: 0.4, B: 0.7 }, "OK"],
    ["SUM([a, b])", { A: 0.4, B: 0.5 }, "ALARM"],
    ["SUM([a, b])", { B: 2 }, "OK"],
    ["SUM([a, b])", {}, "OK"],
    ["SUM([a, 0 * b])", { B: 9 }, "ALARM"],
    ["SUM([a, 0 * b])", { A: 1, B: 9 }, "OK"],
    ["SUM([a, 0.5 * b])", { B: 2 }, "OK"],
  ])("judges its sum, in which what is missing is left out: %s of %o", (expression, measured, state) => {
    expect(judged(expression, measured).state).toBe(state);
  });

  it.each(["FILL(a, 0)", "a + b", "SUM([a, c])", "SUM([a, b * a])"])(
    "says of another that it cannot be told: %s",
    (one) => {
      expect(judged(one, { A: 5, B: 5 })).toEqual({
        state: "INSUFFICIENT_DATA",
        reason: "The expression is not modelled.",
      });
    },
  );

  it("has its metrics in what it tells", () => {
    const change = { alarm: alarmOver("SUM([a, b])"), state: "ALARM", reason: "", before: "OK" } as const;
    const { Trigger } = JSON.parse(alarmMessage({ ...change, at: START, accountId }));
    expect(Trigger).toMatchObject({
      EvaluationPeriods: 1,
      Metrics: [
        { Id: "e", Expression: "SUM([a, b])", Label: "E", ReturnData: true },
        { Id: "a", MetricStat: { Metric: { MetricName: "A" }, Period: 60, Stat: "Sum" }, ReturnData: false },
        { Id: "b", MetricStat: { Metric: { MetricName: "B" } } },
      ],
    });
    expect(Trigger).not.toHaveProperty("MetricName");
  });
});

describe("AWS's own metrics", () => {
  const measured: string[] = [];
  const metrics: MetricSink = {
    measure(region, { namespace, name, dimensions, value }) {
      measured.push([region, namespace, name, JSON.stringify(dimensions), value].join(" "));
    },
  };

  it("are of a table what a request consumed, and of a stream what another service put", async () => {
    const kernel = createVirtualKernel(1);
    const knobs = defaultKnobs();
    const kinesis = createKinesis({ kernel, accountId, limits: knobs.shards, metrics });
    const dynamoDb = createDynamoDb({ kernel, knobs, accountId, metrics });
    const attributes = [{ name: "pk", type: "S" }];
    const table = { name: "table", hashKey: "pk", attributes, billingMode: "PAY_PER_REQUEST" };
    await register(dynamoDb.resources, "aws:dynamodb/table:Table", table);
    await register(kinesis.resources, "aws:kinesis/stream:Stream", { name: "journal", shardCount: 1 });
    measured.length = 0;
    const key = { pk: { S: "1" } };
    await dynamoDb.service.handle(callOf("dynamodb", "PutItem", { TableName: "table", Item: key }));
    await dynamoDb.service.handle(
      callOf("dynamodb", "GetItem", { TableName: "table", Key: key, ConsistentRead: true }),
    );
    const record = { partitionKey: "1", data: { bytes: 3, encode: () => "e30=" } };
    kinesis.intake.put(`arn:aws:kinesis:${REGION}:${accountId}:stream/journal`, [record, record]);
    expect(measured).toEqual([
      `${REGION} AWS/DynamoDB ConsumedWriteCapacityUnits {"TableName":"table"} 1`,
      `${REGION} AWS/DynamoDB ConsumedReadCapacityUnits {"TableName":"table"} 1`,
      `${REGION} AWS/Kinesis IncomingRecords {"StreamName":"journal"} 2`,
    ]);
  });
});
