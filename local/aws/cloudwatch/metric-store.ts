/** One measurement of a metric. */
export interface Datum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** How often it was measured; once unless it says otherwise. */
  readonly times?: number;
  readonly unit: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a minute of a metric comes to. */
export interface Minute {
  /** Milliseconds since the epoch, a whole minute. */
  readonly start: number;
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Some of the values, from which percentiles are taken. */
  readonly values: number[];
}

/** A metric: one name with one set of dimensions. */
export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Oldest first, minutes without a measurement left out. */
  readonly minutes: Minute[];
}

/** The metrics of all regions. */
export interface MetricStore {
  put(region: string, datum: Datum): void;
  find(region: string, metric: Pick<Series, "namespace" | "name" | "dimensions">): Series | undefined;
  all(region: string): readonly Series[];
}

/** So many minutes of a metric are kept. */
const MINUTES_MAX = 180;
/** So many values of a minute are kept for percentiles. */
const VALUES_MAX = 500;
/** So many metrics a region has; a new one takes the place of the one that was made first. */
const SERIES_MAX = 2_000;

/** Milliseconds. */
export const MINUTE_MS = 60_000;

/** Creates a store without metrics; everything in it is bounded. */
export function createMetricStore(): MetricStore {
  const regions = new Map<string, Map<string, Series>>();
  return {
    put(region, datum) {
      const known = regions.get(region) ?? new Map<string, Series>();
      regions.set(region, known);
      const key = keyOf(datum);
      const { namespace, name, dimensions, unit } = datum;
      const series = known.get(key) ?? { namespace, name, dimensions, unit, minutes: [] };
      known.set(key, series);
      const [oldest] = known.keys();
      if (known.size > SERIES_MAX && oldest !== undefined) known.delete(oldest);
      add(series.minutes, datum);
    },
    find: (region, metric) => regions.get(region)?.get(keyOf(metric)),
    all: (region) => [...(regions.get(region)?.values() ?? [])],
  };
}

function add(minutes: Minute[], { value, times = 1, at }: Datum): void {
  const start = at - (at % MINUTE_MS);
  const minute = minuteAt(minutes, start);
  if (minute === undefined) return;
  minute.count += times;
  minute.sum += value * times;
  minute.min = Math.min(minute.min, value);
  minute.max = Math.max(minute.max, value);
  if (minute.values.length < VALUES_MAX) minute.values.push(value);
}

/** The minute that begins at `start`, made where it is missing; undefined where it is older than all that is kept. */
function minuteAt(minutes: Minute[], start: number): Minute | undefined {
  let at = minutes.length;
  while (at > 0 && (minutes[at - 1]?.start ?? 0) > start) at -= 1;
  const before = minutes[at - 1];
  if (before?.start === start) return before;
  if (at === 0 && minutes.length >= MINUTES_MAX) return undefined;
  const made: Minute = { start, count: 0, sum: 0, min: Infinity, max: -Infinity, values: [] };
  minutes.splice(at, 0, made);
  if (minutes.length > MINUTES_MAX) minutes.shift();
  return made;
}

function keyOf({ namespace, name, dimensions }: Pick<Series, "namespace" | "name" | "dimensions">): string {
  const named = Object.entries(dimensions).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([namespace, name, named]);
}
