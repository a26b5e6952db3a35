import { notImplemented } from "../../core/errors.ts";
import { MINUTE_MS, type Minute, type Series } from "./metric-store.ts";

/** What a period of a metric comes to. */
export interface Datapoint {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly value: number;
}

/**
 * A statistic of a metric in whole periods of [from, to), oldest first; periods without a measurement are left out.
 * Refuses by name what is not modelled: trimmed means and their kin.
 */
export function datapoints(
  series: Series | undefined,
  statistic: string,
  span: { readonly from: number; readonly to: number; readonly periodMs: number },
): readonly Datapoint[] {
  const compute = statisticOf(statistic);
  const { from, to, periodMs } = span;
  if (periodMs < MINUTE_MS || periodMs % MINUTE_MS !== 0) throw notImplemented(`a metric's period of ${periodMs} ms`);
  const first = from - (from % periodMs);
  const periods = new Map<number, Minute[]>();
  for (const minute of series?.minutes ?? []) {
    if (minute.start < first || minute.start >= to) continue;
    const start = minute.start - (minute.start % periodMs);
    periods.set(start, [...(periods.get(start) ?? []), minute]);
  }
  return [...periods].map(([start, minutes]) => ({ start, value: compute(minutes) }));
}

function statisticOf(name: string): (minutes: readonly Minute[]) => number {
  const sum = (minutes: readonly Minute[]) => minutes.reduce((total, minute) => total + minute.sum, 0);
  const count = (minutes: readonly Minute[]) => minutes.reduce((total, minute) => total + minute.count, 0);
  switch (name) {
    case "Sum":
      return sum;
    case "SampleCount":
      return count;
    case "Average":
      return (minutes) => sum(minutes) / count(minutes);
    case "Minimum":
      return (minutes) => Math.min(...minutes.map(({ min }) => min));
    case "Maximum":
      return (minutes) => Math.max(...minutes.map(({ max }) => max));
  }
  const [, percent] = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name) ?? [];
  if (percent === undefined) throw notImplemented(`the statistic ${name}`);
  return (minutes) =>
    percentile(
      minutes.flatMap(({ values }) => values),
      Number(percent) / 100,
    );
}

/** The smallest value that so many are not above. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
