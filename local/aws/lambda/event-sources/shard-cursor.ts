import { AwsError } from "../../../core/errors.ts";
import { isProperties } from "../../inputs.ts";
import type { MappingContext } from "./mapping.ts";
import { callSource, type ShardStart, type StreamRecord, type StreamSource } from "./stream-source.ts";

/** How far a shard is read. */
export interface ShardCursor {
  /** Whether a closed shard has been read to its end. */
  readonly ended: boolean;
  /** The next records; `isLast` where there are no more for now. */
  next(most: number): Promise<{ readonly records: readonly StreamRecord[]; readonly isLast: boolean }>;
}

/** A cursor at the start that is asked for; it asks for nothing before the first records are wanted. */
export function createShardCursor(
  context: MappingContext,
  source: StreamSource,
  shardId: string,
  start: ShardStart,
): ShardCursor {
  const begunAt = context.kernel.now();
  let iterator: string | undefined;
  let begun = false;
  let ended = false;
  let oldestAt = Number.NEGATIVE_INFINITY;
  let last: string | undefined;

  /** Behind what was read; an iterator of LATEST that expired unused is that of the moment when it was asked for. */
  const renewed = (): Promise<string | undefined> => {
    if (last !== undefined) {
      return source.iterator(context, shardId, { type: "AFTER_SEQUENCE_NUMBER", sequence: last });
    }
    if (start.type === "LATEST") oldestAt = Math.floor(begunAt / 1_000) * 1_000;
    return source.iterator(context, shardId, start.type === "LATEST" ? { type: "TRIM_HORIZON" } : start);
  };
  const get = (most: number) =>
    callSource(context, source.service, "GetRecords", { ShardIterator: iterator, Limit: most });
  return {
    get ended() {
      return ended;
    },
    async next(most) {
      if (!begun) iterator = await source.iterator(context, shardId, start);
      begun = true;
      const output = await get(most).catch(async (error: unknown) => {
        if (!(error instanceof AwsError) || error.code !== "ExpiredIteratorException") throw error;
        iterator = await renewed();
        return get(most);
      });
      const listed: readonly unknown[] = Array.isArray(output["Records"]) ? output["Records"] : [];
      const records = listed.filter(isProperties).map((raw) => source.record(context, shardId, raw));
      const next = output["NextShardIterator"];
      iterator = typeof next === "string" ? next : undefined;
      ended = iterator === undefined;
      const final = records.at(-1);
      if (final !== undefined) last = source.sequence(final);
      const fresh = records.filter((record) => source.arrivedAt(record) >= oldestAt);
      const isLast = records.length === 0 || ended || source.isAtTip(output);
      return { records: fresh, isLast };
    },
  };
}
