import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METRICS, METRICS_NAMESPACE } from "../../../../functions/stores/metrics.ts";
import { root } from "../../../../infra/bundles/paths.ts";
import { cellAlarms, cellHealth, queueAlarms } from "../../../../infra/plan/alarms.ts";
import { cellDashboard, stageDashboard, type Widget } from "../../../../infra/plan/dashboards.ts";
import { ownMetrics } from "../../../../infra/plan/sizes.ts";
import { watchers } from "../../../../infra/plan/watchers.ts";
import { eu, prod, us } from "./fixture.ts";

const dashboards = [cellDashboard(prod, eu), cellDashboard(prod, us), stageDashboard(prod)];

/** What AWS measures for us: where, and by what it is told apart. */
const AWS_METRICS: Readonly<Record<string, readonly [metrics: readonly string[], dimensions: readonly string[]]>> = {
  "AWS/Lambda": [["Errors", "IteratorAge"], ["FunctionName"]],
  "AWS/ApiGateway": [
    ["Count", "4XXError", "5XXError", "Latency"],
    ["ApiName", "Stage"],
  ],
  "AWS/SQS": [["ApproximateAgeOfOldestMessage"], ["QueueName"]],
};

type MetricLine = readonly [namespace: string, metric: string, ...dimensions: (string | object)[]];

function linesOf({ properties }: Widget): readonly MetricLine[] {
  // Written by the plan in this form.
  return (properties["metrics"] ?? []) as readonly MetricLine[];
}

describe.each(dashboards.map((plan) => [plan.name, plan.body.widgets] as const))("the dashboard %s", (_, widgets) => {
  it("has no tile over another or beyond the grid", () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1) {
        for (let row = y; row < y + height; row += 1) {
          expect(taken.has(`${column}/${row}`)).toBe(false);
          taken.add(`${column}/${row}`);
        }
      }
    }
  });

  it("plots what is measured: by AWS, or by our functions", () => {
    const lines = widgets.flatMap(linesOf);
    expect(lines.length).toBeGreaterThan(0);
    for (const [namespace, metric, ...rest] of lines) {
      const dimensions = rest.filter((one): one is string => typeof one === "string");
      const named = dimensions.filter((_name, index) => index % 2 === 0);
      if (namespace === METRICS_NAMESPACE) {
        expect(Object.keys(METRICS)).toContain(metric);
        expect(named).toEqual(["Function"]);
      } else {
        const [metrics = [], by = []] = AWS_METRICS[namespace] ?? [];
        expect(metrics).toContain(metric);
        expect(named).toEqual(by);
      }
    }
  });

  it("shows alarms that there are", () => {
    const known = [eu, us].flatMap((cell) =>
      [cellHealth(prod, cell), ...cellAlarms(prod, cell), ...queueAlarms(prod, cell)].map(
        ({ name }) => `arn:aws:cloudwatch:${cell.region}:${prod.account}:alarm:${name}`,
      ),
    );
    const shown = widgets.flatMap(({ properties }) => properties["alarms"] ?? []);
    expect(shown.length).toBeGreaterThan(0);
    for (const one of shown) expect(known).toContain(one);
  });
});

describe("a stage's dashboard", () => {
  it("shows every cell where it is", () => {
    const places = stageDashboard(prod).body.widgets.flatMap(({ properties }) => properties["region"] ?? []);
    expect(new Set(places)).toEqual(new Set([eu.region, us.region]));
  });
});

describe("what is paid for of our own metrics", () => {
  it("is all of them", () => {
    expect(ownMetrics).toBe(Object.keys(METRICS).length);
  });
});

describe("docs/observability.md", () => {
  const page = readFileSync(`${root}docs/observability.md`, "utf8");

  it("lists every metric of ours with its unit, and no other", () => {
    const rows = [...page.matchAll(/^\| `([A-Z]\w+)` \| (\w+) \|/gm)].map(([, name, unit]) => [name, unit]);
    expect(Object.fromEntries(rows)).toEqual(METRICS);
  });

  it("says of every alarm what to do", () => {
    const alarms = [cellHealth(prod, eu), ...cellAlarms(prod, eu), ...queueAlarms(prod, eu)].map(({ name }) => name);
    const watcherAlarms = watchers(prod).flatMap((watcher) => watcher.alarms.map(({ name }) => name));
    // "`…-errors`" stands for every alarm that ends so.
    const endings = [...page.matchAll(/^\| ([^|]*`…[^|]*) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`…([\w-]+)`/g)].map(([, ending]) => ending ?? ""),
    );
    expect(endings.length).toBeGreaterThan(0);
    const unsaid = [...alarms, ...watcherAlarms].filter((name) => !endings.some((ending) => name.endsWith(ending)));
    expect(unsaid).toEqual([]);
    const idle = endings.filter((ending) => ![...alarms, ...watcherAlarms].some((name) => name.endsWith(ending)));
    expect(idle).toEqual([]);
  });
});
