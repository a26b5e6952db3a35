import type { Meter } from "../../local/aws/dynamodb/index.ts";
import type { Count } from "../../local/core/counts.ts";

/** What was used, as AWS bills it; DynamoDB's units under the names of its tables. */
export type Usage = readonly Count[];

/** What a local cloud has counted until now. */
export function usageOf(counts: readonly Count[], meter: Meter): Usage {
  const units = Object.entries(meter).flatMap(([region, tables]) =>
    Object.entries(tables).flatMap(([of, table]) => {
      const unit = (what: string, times: number, bytes = 0): Count => {
        return { service: "dynamodb", region, what, of, times, bytes, ms: 0 };
      };
      return [
        unit("ReadUnit", table.readUnits),
        unit("WriteUnit", table.writeUnits),
        unit("ReplicatedWriteUnit", table.replicatedWriteUnits, table.replicatedBytes),
        unit("CaptureUnit", table.captureUnits),
      ];
    }),
  );
  return [...counts, ...units];
}

/** What came on top of `before`. */
export function since(before: Usage, after: Usage): Usage {
  return less(after, before, 1);
}

/** A usage without `share` of another: what would have been used anyway. Nothing becomes less than nothing. */
export function without(usage: Usage, idle: Usage, share: number): Usage {
  return less(usage, idle, share);
}

function less(usage: Usage, other: Usage, share: number): Usage {
  const others = new Map(other.map((count) => [keyOf(count), count]));
  return usage.map((count) => {
    const { times = 0, bytes = 0, ms = 0 } = others.get(keyOf(count)) ?? {};
    const rest = (all: number, part: number): number => Math.max(0, all - part * share);
    return { ...count, times: rest(count.times, times), bytes: rest(count.bytes, bytes), ms: rest(count.ms, ms) };
  });
}

function keyOf({ service, region, what, of }: Count): string {
  return `${service} ${region} ${what} ${of}`;
}
