import type { HeldMessage } from "../sqs/index.ts";
import { MINUTE_MS, type Minute, type Series } from "./metric-store.ts";

/** What a queue holds; undefined where there is no such queue. */
export type MessagesIn = (region: string, queueName: string) => readonly HeldMessage[] | undefined;

/**
 * A message of a standard queue that was handed out so often is moved to its back, and counts as the oldest no longer.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const TOLD_RECEIVES_MAX = 3;

/** So far back a queue is told. */
const MINUTES = 60;

/**
 * What a queue would have reported in the last minutes, from what it holds now: messages that are there now were there
 * before, and those that are gone are not told. Undefined for a metric of a queue that is not known.
 */
export function queueSeries(
  { namespace, name, dimensions }: Pick<Series, "namespace" | "name" | "dimensions">,
  held: readonly HeldMessage[],
  now: number,
): Series | undefined {
  const valueAt = MEASURES[name];
  if (valueAt === undefined) return undefined;
  const first = now - (now % MINUTE_MS) - (MINUTES - 1) * MINUTE_MS;
  const minutes = Array.from({ length: MINUTES }, (_, index): Minute => {
    const start = first + index * MINUTE_MS;
    const end = Math.min(now, start + MINUTE_MS);
    const value = valueAt(
      held.filter(({ sentMs }) => sentMs <= end),
      end,
    );
    return { start, count: 1, sum: value, min: value, max: value, values: [value] };
  });
  return { namespace, name, dimensions, unit: name.startsWith("ApproximateAge") ? "Seconds" : "Count", minutes };
}

const MEASURES: Readonly<Record<string, (held: readonly HeldMessage[], at: number) => number>> = {
  ApproximateNumberOfMessagesVisible: (held) => held.length,
  ApproximateAgeOfOldestMessage(held, at) {
    const told = held.filter(({ receives }) => receives <= TOLD_RECEIVES_MAX);
    return told.length === 0 ? 0 : (at - Math.min(...told.map(({ sentMs }) => sentMs))) / 1000;
  },
};
