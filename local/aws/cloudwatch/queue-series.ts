import { MINUTE_MS, type Minute, type Series } from "./metric-store.ts";

/** When what a queue holds was sent, milliseconds since the epoch; undefined where there is no such queue. */
export type MessagesIn = (region: string, queueName: string) => readonly number[] | undefined;

/** So far back a queue is told. */
const MINUTES = 60;

/**
 * What a queue would have reported in the last minutes, from what it holds now: messages that are there now were there
 * before, and those that are gone are not told. Undefined for a metric of a queue that is not known.
 */
export function queueSeries(
  { namespace, name, dimensions }: Pick<Series, "namespace" | "name" | "dimensions">,
  sent: readonly number[],
  now: number,
): Series | undefined {
  const valueAt = MEASURES[name];
  if (valueAt === undefined) return undefined;
  const first = now - (now % MINUTE_MS) - (MINUTES - 1) * MINUTE_MS;
  const minutes = Array.from({ length: MINUTES }, (_, index): Minute => {
    const start = first + index * MINUTE_MS;
    const end = Math.min(now, start + MINUTE_MS);
    const value = valueAt(
      sent.filter((at) => at <= end),
      end,
    );
    return { start, count: 1, sum: value, min: value, max: value, values: [value] };
  });
  return { namespace, name, dimensions, unit: name.startsWith("ApproximateAge") ? "Seconds" : "Count", minutes };
}

const MEASURES: Readonly<Record<string, (sent: readonly number[], at: number) => number>> = {
  ApproximateNumberOfMessagesVisible: (sent) => sent.length,
  ApproximateAgeOfOldestMessage: (sent, at) => (sent.length === 0 ? 0 : (at - Math.min(...sent)) / 1000),
};
