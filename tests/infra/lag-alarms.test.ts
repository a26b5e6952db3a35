import { beforeAll, describe, expect, it } from "vitest";
import { createMetrics } from "../../functions/stores/metrics.ts";
import { createCloudWatch } from "../../local/aws/cloudwatch/index.ts";
import type { Thing } from "../../local/aws/declared/store.ts";
import { callOf } from "../unit/local/aws/account.ts";
import { evaluateStack, shortType } from "./evaluate.ts";

const MINUTE = 60_000;
const REGION = "eu-west-1";
const PROJECTOR = "prod-eu-projector";

const alarms: Thing[] = [];
beforeAll(async () => {
  const { resources } = await evaluateStack("prod-eu");
  for (const { type, inputs } of resources) {
    const id = String(inputs["name"]);
    if (shortType(type) !== "MetricAlarm" || !/projector-(lag|iterator-age)$/.test(id)) continue;
    alarms.push({ id, region: REGION, inputs, outputs: { arn: `arn:${id}` } });
  }
});

/** Which alarms ring after minutes in which changes are so old, to the stream's reader and since they were made. */
async function ringing(minutes: number, ages: { readonly inStream: number; readonly inAll: number }) {
  let now = 1_700_000_040_000;
  const cloudWatch = createCloudWatch({
    kernel: { now: () => now, random: () => 0.5, after: () => () => undefined },
    standing: (type) => (type.endsWith(":MetricAlarm") ? alarms : []),
    messagesIn: () => undefined,
  });
  const projector = createMetrics(PROJECTOR, { now: () => now }, (line) => cloudWatch.readLine(REGION, line));
  const iteratorAge = { namespace: "AWS/Lambda", name: "IteratorAge", dimensions: { FunctionName: PROJECTOR } };
  for (let minute = 0; minute < minutes; minute += 1) {
    cloudWatch.measure(REGION, { ...iteratorAge, value: ages.inStream, unit: "Milliseconds" });
    projector.measure({ ProjectionLag: ages.inAll });
    now += MINUTE;
  }
  const found = await cloudWatch.service.handle(callOf("monitoring", "DescribeAlarms", {}, { region: REGION }));
  // The form of DescribeAlarms' answer.
  const described = found["MetricAlarms"] as readonly { readonly AlarmName: string; readonly StateValue: string }[];
  return described.filter(({ StateValue }) => StateValue === "ALARM").map(({ AlarmName }) => AlarmName);
}

describe("views that are behind the ledger by more than a minute", () => {
  it("call somebody though their changes wait before the journal stream, which no reader's age tells", async () => {
    expect(await ringing(3, { inStream: 400, inAll: MINUTE + 1 })).toEqual([`${PROJECTOR}-lag`]);
  });

  it("call somebody when the projector is what is behind", async () => {
    const both = [`${PROJECTOR}-iterator-age`, `${PROJECTOR}-lag`];
    expect((await ringing(3, { inStream: MINUTE + 1, inAll: MINUTE + 900 })).toSorted()).toEqual(both);
  });

  it("call nobody at a minute, or for two minutes", async () => {
    expect(await ringing(20, { inStream: 400, inAll: MINUTE })).toEqual([]);
    expect(await ringing(2, { inStream: 400, inAll: 10 * MINUTE })).toEqual([]);
  });
});
