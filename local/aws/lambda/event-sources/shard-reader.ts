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
  /** Whether nothing of what came is still to be read or taken. */
  isAtRest(): boolean;
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
  const { kernel } = context;
  const cursor = createShardCursor(context, source, shardId, start);
  let finished = false;
  /** Whether there may be records that were not read for want of room. */
  let isBehind = false;
  let isLooking = false;
  let lookedAt: number | undefined;
  let cancelLook: Cancel | undefined;
  let cancelRetry: Cancel = () => undefined;

  /** As if the shard were looked at all the time: of these looks only those are taken that may find something. */
  const wake = (): void => {
    if (finished || gate.stopped) return;
    cancelLook ??= kernel.after(untilLook(kernel.now(), lookedAt, source.looksApartMs), () => {
      cancelLook = undefined;
      waker.wake();
    });
  };
  const look = async (): Promise<void> => {
    if (gate.stopped || gate.paused) return;
    isLooking = true;
    try {
      isBehind = !lanes.hasRoom();
      if (!cursor.ended && !isBehind) {
        lookedAt = kernel.now();
        const { records, isLast } = await cursor.next(source.recordsMax);
        lanes.add(records.filter((record) => context.config.filter(source.filtered(record))));
        if (!isLast) wake();
      }
      if (cursor.ended && lanes.isIdle() && !finished && !gate.stopped) {
        finished = true;
        onFinished();
      }
    } catch (error) {
      context.report(`PROBLEM: ${String(error)}`);
      if (!gate.stopped) cancelRetry = kernel.after(refusedDelayMs, wake);
    } finally {
      isLooking = false;
    }
  };
  const waker = createWaker(look, () => 1);
  const lanes = createLanes({
    context,
    source,
    gate,
    deliver: (batch) => deliverBatch(context, source, shardId, batch, gate),
    onDone() {
      if (isBehind || cursor.ended) wake();
    },
  });
  return {
    wake,
    stop() {
      waker.stop();
      cancelLook?.();
      cancelRetry();
      lanes.stop();
    },
    get finished() {
      return finished;
    },
    isAtRest: () => cancelLook === undefined && !isLooking && lanes.isIdle(),
  };
}

/** How long it is until the next look, a whole number of intervals after the last one. Milliseconds. */
function untilLook(now: number, lookedAt: number | undefined, apartMs: number): number {
  if (lookedAt === undefined) return 0;
  return lookedAt + apartMs * Math.max(1, Math.ceil((now - lookedAt) / apartMs)) - now;
}
