import { createRungShards } from "../../stream-bell.ts";
import { createGate, createWaker, type MappingContext, type MappingReader } from "./mapping.ts";
import { createShardReader, refusedDelayMs, type ShardReader } from "./shard-reader.ts";
import type { ListedShard, ShardStart, StreamSource } from "./stream-source.ts";

/** Feeds a function from a stream: every shard in its order, parents before their children, woken by records. */
export function createStreamReader(context: MappingContext, source: StreamSource): MappingReader {
  const { kernel, sources, config } = context;
  const readers = new Map<string, ShardReader>();
  const gate = createGate();
  let listed: readonly ListedShard[] = [];
  /** Shards that a first look finds begin where the mapping says, those that come later with their first record. */
  const first = new Set<string>();
  let isStale = true;
  const rung = createRungShards();
  let cancelRetry = (): void => undefined;

  const isPresent = (shard: string): boolean => listed.some(({ id }) => id === shard);
  const startOf = (id: string): ShardStart => (first.has(id) ? config.start : { type: "TRIM_HORIZON" });
  /** From now on nothing comes from parents that were closed before. */
  const isBehind = ({ id, parents }: ListedShard): boolean =>
    startOf(id).type !== "LATEST" &&
    parents.some((parent) => isPresent(parent) && readers.get(parent)?.finished !== true);
  const lookAnew = (): void => {
    isStale = true;
    waker.wake();
  };
  const reading = { context, source, gate, onFinished: lookAnew };
  const begin = (): void => {
    for (const shard of listed) {
      if (readers.has(shard.id) || isBehind(shard)) continue;
      readers.set(shard.id, createShardReader({ ...reading, shardId: shard.id, start: startOf(shard.id) }));
    }
  };
  const discover = async (): Promise<void> => {
    const known = listed.length > 0;
    rung.add();
    listed = await source.shards(context);
    if (!known) for (const { id } of listed) first.add(id);
    isStale = false;
    dropAbsent(readers, isPresent);
    begin();
  };
  const work = async (): Promise<void> => {
    if (gate.stopped || gate.paused) return;
    try {
      if (isStale) await discover();
      wakeOf(readers, rung.take());
    } catch (error) {
      context.report(`PROBLEM: ${String(error)}`);
      if (!gate.stopped) cancelRetry = kernel.after(refusedDelayMs, waker.wake);
    }
  };
  const waker = createWaker(work, () => 1);
  const cancel = sources.onStreamRecords(config.sourceArn, (shards) => {
    rung.add(shards);
    waker.wake();
  });
  waker.wake();
  return {
    isAtRest: () => !isStale && [...readers.values()].every((reader) => reader.isAtRest()),
    pause: gate.pause,
    resume() {
      gate.resume();
      // Shards may have left the stream meanwhile.
      lookAnew();
    },
    stop() {
      gate.stop();
      waker.stop();
      for (const reader of readers.values()) reader.stop();
      cancelRetry();
      cancel();
    },
  };
}

function wakeOf(readers: ReadonlyMap<string, ShardReader>, isRung: (shard: string) => boolean): void {
  for (const [id, reader] of readers) if (isRung(id)) reader.wake();
}

/** Shards leave a stream once their last record has. */
function dropAbsent(readers: Map<string, ShardReader>, isPresent: (shard: string) => boolean): void {
  for (const [id, reader] of readers) {
    if (isPresent(id)) continue;
    reader.stop();
    readers.delete(id);
  }
}
