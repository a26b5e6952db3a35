import { beforeAll, describe, expect, it } from "vitest";
import { createCloudWatch } from "../../local/aws/cloudwatch/index.ts";
import type { Thing } from "../../local/aws/declared/store.ts";
import { callOf } from "../unit/local/aws/account.ts";
import { evaluateStack, shortType } from "./evaluate.ts";

const MINUTE = 60_000;
const STACKS = ["prod-eu", "prod-global"] as const;

interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A program's alarm on silence, the figure that it listens for, and those that show that there is something to do. */
interface Silent {
  readonly thing: Thing;
  readonly own: Metric;
  readonly evidence: readonly Metric[];
}

const alarms = new Map<string, Silent>();
beforeAll(async () => {
  for (const stack of STACKS) {
    const { resources } = await evaluateStack(stack);
    for (const { type, inputs } of resources) {
      const id = String(inputs["name"]);
      if (shortType(type) !== "MetricAlarm" || !id.endsWith("-silent")) continue;
      const region = typeof inputs["region"] === "string" ? inputs["region"] : "eu-west-1";
      // The form of a MetricAlarm's input, which the program has just given.
      const queries = inputs["metricQueries"] as readonly { readonly id: string; readonly metric?: Metric }[];
      const [own, ...evidence] = queries.flatMap(({ metric }) => metric ?? []);
      if (own === undefined) throw new Error(`The alarm ${id} listens for nothing.`);
      const thing = { id, region, inputs, outputs: { arn: `arn:${region}:${id}` } };
      alarms.set(`${region} ${id}`, { thing, own, evidence });
    }
  }
});

/** Minutes in which some figures are told; how the alarm stands after each. */
async function minutesOf({ thing }: Silent, told: readonly (readonly Metric[])[]): Promise<readonly string[]> {
  let now = 1_700_000_040_000;
  const { service, measure } = createCloudWatch({
    kernel: { now: () => now, random: () => 0.5, after: () => () => undefined },
    standing: (type) => (type.endsWith(":MetricAlarm") ? [thing] : []),
    messagesIn: () => undefined,
  });
  const states: string[] = [];
  for (const figures of told) {
    for (const { namespace, metricName: name, dimensions } of figures) {
      measure(thing.region, { namespace, name, dimensions, value: 7, unit: "Count" });
    }
    now += MINUTE;
    const found = await service.handle(callOf("monitoring", "DescribeAlarms", {}, { region: thing.region }));
    // The form of DescribeAlarms' answer.
    const [described] = found["MetricAlarms"] as readonly { readonly StateValue: string }[];
    states.push(described?.StateValue ?? "");
  }
  return states;
}

const times = <Item>(count: number, item: Item): readonly Item[] => Array.from({ length: count }, () => item);

describe("alarms on silence", () => {
  it("listen for whatever is started all the while, and for what Firehose delivers", () => {
    expect([...alarms.keys()].toSorted()).toEqual([
      "eu-central-1 prod-global-watcher-silent",
      "eu-west-1 prod-eu-archive-delivery-silent",
      "eu-west-1 prod-eu-archive-silent",
      "eu-west-1 prod-eu-controller-silent",
      "eu-west-1 prod-eu-lease-keeper-silent",
      "eu-west-1 prod-eu-projector-silent",
      "eu-west-1 prod-eu-relay-silent",
      "eu-west-1 prod-global-watcher-silent",
    ]);
  });

  it("take for a sign of work what is not their own function's to cause", () => {
    for (const { own, evidence } of alarms.values()) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(evidence).not.toContainEqual(own);
    }
  });

  it("do not ring on a fresh stack, where nothing has begun", async () => {
    for (const alarm of alarms.values()) {
      expect(new Set(await minutesOf(alarm, times(20, [])))).toEqual(new Set(["OK"]));
    }
  });

  it("do not ring while the function is started", async () => {
    for (const alarm of alarms.values()) {
      const { own, evidence } = alarm;
      expect(new Set(await minutesOf(alarm, times(20, [own, ...evidence])))).toEqual(new Set(["OK"]));
      expect(new Set(await minutesOf(alarm, times(20, [own])))).toEqual(new Set(["OK"]));
    }
  });

  it("bear that what always runs is told of when a run of two and a half minutes is over", async () => {
    for (const [name, alarm] of alarms) {
      if (!/(lease-keeper|controller|watcher)-silent$/.test(name)) continue;
      const minutes = [...times(3, alarm.evidence), [alarm.own, ...alarm.evidence]];
      expect([name, new Set(await minutesOf(alarm, minutes))]).toEqual([name, new Set(["OK"])]);
    }
  });

  it("ring at silence while any of the others goes on, after so many minutes", async () => {
    for (const [name, alarm] of alarms) {
      const [, kind = ""] = /(relay|projector|archive|delivery)-silent$/.exec(name) ?? [];
      const within = kind === "archive" || kind === "delivery" ? 15 : kind === "" ? 6 : 3;
      for (const one of alarm.evidence) {
        const quiet = times(within, [one]);
        expect([name, (await minutesOf(alarm, quiet)).at(-1)]).toEqual([name, "ALARM"]);
        expect([name, (await minutesOf(alarm, quiet)).at(-2)]).toEqual([name, "OK"]);
        const well = times(5, [alarm.own, one]);
        expect((await minutesOf(alarm, [...well, ...quiet])).at(-1)).toBe("ALARM");
        expect((await minutesOf(alarm, [...quiet, ...well])).at(-1)).toBe("OK");
      }
    }
  });
});
