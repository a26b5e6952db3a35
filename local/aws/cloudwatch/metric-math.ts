import type { Reader } from "../inputs.ts";
import type { Series } from "./metric-store.ts";
import { datapoints, type Datapoint } from "./statistics.ts";

/** What a metric is found by. */
type Metric = Pick<Series, "namespace" | "name" | "dimensions">;
type Find = (metric: Metric) => Series | undefined;
type Span = Parameters<typeof datapoints>[2];

/** How long a period of an alarm's figure is, milliseconds: its metrics' where it has several. */
export function periodOf(alarm: Reader): number {
  const [first] = alarm.children("metricQueries").flatMap((query) => query.child("metric") ?? []);
  return (alarm.number("period") ?? first?.number("period") ?? 60) * 1000;
}

/** What an alarm judges: its metric's datapoints or its expression's; undefined where that is not modelled. */
export function judgedDatapoints(alarm: Reader, find: Find, span: Span): readonly Datapoint[] | undefined {
  const queries = alarm.children("metricQueries");
  if (queries.length === 0) {
    const statistic = alarm.text("statistic") ?? alarm.text("extendedStatistic") ?? "";
    return datapoints(find(metricOf(alarm)), statistic, span);
  }
  const returned = queries.filter((query) => query.flag("returnData") === true);
  const expression = returned.length === 1 ? returned[0]?.text("expression") : undefined;
  if (expression === undefined) return undefined;
  const of = new Map(
    queries.flatMap((query) => {
      const metric = query.child("metric");
      if (metric === undefined) return [];
      return [[query.requiredText("id"), datapoints(find(metricOf(metric)), metric.requiredText("stat"), span)]];
    }),
  );
  return sumOf(expression, of);
}

function metricOf(input: Reader): Metric {
  const [namespace, name] = [input.text("namespace") ?? "", input.text("metricName") ?? ""];
  return { namespace, name, dimensions: input.strings("dimensions") };
}

/** `SUM([a, 0 * b])`, as the program writes it: what is missing is left out, and a period that has none of them is. */
function sumOf(expression: string, of: ReadonlyMap<string, readonly Datapoint[]>): readonly Datapoint[] | undefined {
  const [, list] = /^SUM\(\[(.+)\]\)$/.exec(expression.trim()) ?? [];
  const terms = list?.split(",").map((term) => /^(?:(\d+(?:\.\d+)?) \* )?([a-z]\w*)$/.exec(term.trim()));
  if (terms === undefined) return undefined;
  const sums = new Map<number, number>();
  for (const term of terms) {
    const points = of.get(term?.[2] ?? "");
    if (points === undefined) return undefined;
    const factor = Number(term?.[1] ?? 1);
    for (const { start, value } of points) sums.set(start, (sums.get(start) ?? 0) + factor * value);
  }
  return [...sums].map(([start, value]) => ({ start, value })).toSorted((one, other) => one.start - other.start);
}
