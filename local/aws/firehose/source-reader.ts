import type { Cancel } from "../../core/kernel.ts";
import { isProperties } from "../inputs.ts";
import { createRungShards, type StreamListener } from "../stream-bell.ts";
import { callAs, type Buffering, type DeliveryDependencies } from "./delivery.ts";
import type { DeliveryStream, Source } from "./delivery-stream.ts";

/** Calls back whenever a Kinesis stream may have new records. */
export type OnRecords = (streamArn: string, listener: StreamListener) => Cancel;

/** The most records that one look at a shard takes. */
const recordsMax = 1000;

/** How long a reader waits after a look that failed, milliseconds. */
const refusedMs = 5000;

/** Reads a Kinesis stream into a buffer, from the moment at which the delivery stream was made; woken by records. */
export function startReader(
  deps: DeliveryDependencies,
  onRecords: OnRecords,
  stream: DeliveryStream,
  source: Source,
  buffering: Buffering,
): Cancel {
  const { kernel } = deps;
  const iterators = new Map<string, string | undefined>();
  const state = { isStopped: false, isReading: false };
  const rung = createRungShards();
  let cancelRetry: Cancel = () => undefined;

  const discover = async (): Promise<void> => {
    const { Shards } = await ask(deps, stream, source, "ListShards", { StreamARN: source.streamArn });
    for (const shard of (Array.isArray(Shards) ? Shards : []).filter(isProperties)) {
      const ShardId = String(shard["ShardId"]);
      if (iterators.has(ShardId)) continue;
      const from = { ShardIteratorType: "AT_TIMESTAMP", Timestamp: stream.createdMs / 1000 };
      const input = { StreamARN: source.streamArn, ShardId, ...from };
      const { ShardIterator } = await ask(deps, stream, source, "GetShardIterator", input);
      iterators.set(ShardId, String(ShardIterator));
    }
  };
  const readAll = async (isRung: (shard: string) => boolean): Promise<void> => {
    const isOpen = [...iterators.values()].some((iterator) => iterator !== undefined);
    if (!isOpen) await discover();
    for (const [shardId, start] of iterators) {
      if (!isRung(shardId)) continue;
      for (let iterator = start; iterator !== undefined && !state.isStopped;) {
        const { records, next, isLast } = await readShard(deps, stream, source, iterator);
        if (records.length > 0) buffering.add(records);
        iterators.set(shardId, next);
        // What came after a shard's end is in shards of its own.
        if (next === undefined) {
          await discover();
          rung.add();
        }
        iterator = isLast ? undefined : next;
      }
    }
  };
  const wake = async (shards?: ReadonlySet<string>): Promise<void> => {
    rung.add(shards);
    if (state.isReading || state.isStopped) return;
    state.isReading = true;
    try {
      while (!rung.isEmpty && !state.isStopped) await readAll(rung.take());
    } catch {
      // A stream or a right that is not there yet, or a buffer that is full: all is read later.
      if (!state.isStopped) cancelRetry = kernel.after(refusedMs, () => wake());
    } finally {
      state.isReading = false;
    }
  };
  const cancelBell = onRecords(source.streamArn, (shards) => void kernel.after(0, () => wake(shards)));
  return () => {
    state.isStopped = true;
    cancelRetry();
    cancelBell();
  };
}

/** Reads on from where an iterator stands; says where it stands then, and whether there is nothing behind that. */
async function readShard(deps: DeliveryDependencies, stream: DeliveryStream, source: Source, iterator: string) {
  const input = { ShardIterator: iterator, Limit: recordsMax, StreamARN: source.streamArn };
  const { Records, NextShardIterator, MillisBehindLatest } = await ask(deps, stream, source, "GetRecords", input);
  const records = (Array.isArray(Records) ? Records : []).filter(isProperties);
  return {
    records: records.map(({ Data }) => Buffer.from(String(Data), "base64")),
    next: typeof NextShardIterator === "string" ? NextShardIterator : undefined,
    isLast: records.length === 0 || MillisBehindLatest === 0,
  };
}

function ask(
  deps: DeliveryDependencies,
  stream: DeliveryStream,
  source: Source,
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  return callAs(deps, stream, source.roleArn, "kinesis", action, input);
}
