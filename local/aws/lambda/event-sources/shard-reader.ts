import type { Cancel } from "../../../core/kernel.ts";
import { createLanes } from "./lanes.ts";
import { createWaker, type Gate, type MappingContext } from "./mapping.ts";
import { createShardCursor } from "./shard-cursor.ts";
import { deliverBatch } from "./stream-delivery.ts";
import type { ShardStart, StreamSource } from "./stream-source.ts";

/** How long a reader waits before it asks again for what it was refused. Milliseconds. */
export const refusedDelayMs = 1_000;

/** Reads one shard, batch by batch; as many at a time as the mapping has lanes, none of a group beside another. */
export interface ShardReader {
  /** Looks for records. */
  wake(): void;
  stop(): void;
  /** Whether the shard has ended and everything in it was taken. */
  readonly finished: boolean;
}

/** What a shard's reader works with. */
export interface ShardReaderOptions {
  readonly context: MappingContext;
  readonly source: StreamSource;
  readonly shardId: string;
  readonly start: ShardStart;
  readonly gate: Gate;
  /** Called once the shard has finished. */
  onFinished(): void;
}

/** A reader of a shard, at its start; it reads nothing before it is woken. */
export function createShardReader(options: ShardReaderOptions): ShardReader {
  const { context, source, shardId, start, gate, onFinished } = options;
  const cursor = createShardCursor(context, source, shardId, start);
  let finished = false;
  let cancelRetry: Cancel = () => undefined;

  const read = async (): Promise<void> => {
    try {
      while (!gate.stopped && !gate.paused && !cursor.ended) {
        const most = Math.min(source.recordsMax, lanes.room());
        if (most <= 0) return;
        const { records, isLast } = await cursor.next(most);
        lanes.add(records.filter((record) => context.config.filter(source.filtered(record))));
        if (isLast) break;
      }
      if (cursor.ended && lanes.isIdle() && !finished && !gate.stopped) {
        finished = true;
        onFinished();
      }
    } catch (error) {
      context.report(`PROBLEM: ${String(error)}`);
      if (!gate.stopped) cancelRetry = context.kernel.after(refusedDelayMs, waker.wake);
    }
  };
  const waker = createWaker(read, () => 1);
  const lanes = createLanes({
    context,
    source,
    gate,
    deliver: (batch) => deliverBatch(context, source, shardId, batch, gate),
    onDone: waker.wake,
  });
  return {
    wake() {
      if (!finished) waker.wake();
    },
    stop() {
      waker.stop();
      cancelRetry();
      lanes.stop();
    },
    get finished() {
      return finished;
    },
  };
}
