import { AwsError } from "../../../core/errors.ts";
import { isProperties } from "../../inputs.ts";
import { createGate, createWaker, sleep, type Gate, type MappingContext, type MappingReader } from "./mapping.ts";
import { deliverBatch, type StreamRecord } from "./stream-delivery.ts";

/** How long a reader waits before it asks again for what it was refused. */
const refusedDelayMs = 1000;
/** Most records that one GetRecords returns. */
const recordsLimit = 1000;

/** One shard and how far it is read. */
interface Shard {
  readonly id: string;
  iterator: string | undefined;
  lastSequence: string | undefined;
}

/** Feeds a function from a DynamoDB stream: one batch at a time and shard, in the shard's order, woken by records. */
export function createStreamReader(context: MappingContext): MappingReader {
  const { kernel, sources } = context;
  const shards = new Map<string, Shard>();
  const gate = createGate();
  let cancelRetry = (): void => undefined;
  const work = async (): Promise<void> => {
    try {
      await discover(context, shards);
      for (const shard of shards.values()) await drain(context, shard, gate);
    } catch (error) {
      context.report(`PROBLEM: ${String(error)}`);
      if (!gate.stopped) cancelRetry = kernel.after(refusedDelayMs, waker.wake);
    }
  };
  const waker = createWaker(work, () => 1);
  const cancel = sources.onStreamRecords(context.config.sourceArn, waker.wake);
  waker.wake();
  return {
    pause: gate.pause,
    resume() {
      gate.resume();
      waker.wake();
    },
    stop() {
      gate.stop();
      waker.stop();
      cancelRetry();
      cancel();
    },
  };
}

/** Finds the stream's shards; those that appear after the first look are read from their beginning. */
async function discover(context: MappingContext, shards: Map<string, Shard>): Promise<void> {
  const first = shards.size === 0;
  if (!first && [...shards.values()].some(({ iterator }) => iterator !== undefined)) return;
  const { StreamDescription } = await callStream(context, "DescribeStream", {});
  const listed: unknown = isProperties(StreamDescription) ? StreamDescription["Shards"] : undefined;
  for (const shard of Array.isArray(listed) ? listed.filter(isProperties) : []) {
    const id = String(shard["ShardId"]);
    if (shards.has(id)) continue;
    const start = first ? context.config.startingPosition : "TRIM_HORIZON";
    shards.set(id, { id, iterator: await iteratorAt(context, id, start), lastSequence: undefined });
  }
}

async function drain(context: MappingContext, shard: Shard, gate: Gate): Promise<void> {
  while (!gate.stopped && !gate.paused && shard.iterator !== undefined) {
    const batch = await collect(context, shard);
    if (batch.length === 0) return;
    const wanted = batch.filter((record) => context.config.filter(record));
    if (wanted.length > 0) await deliverBatch(context, shard.id, wanted, gate);
  }
}

async function collect(context: MappingContext, shard: Shard): Promise<readonly StreamRecord[]> {
  const { kernel, config } = context;
  const batch = [...(await getRecords(context, shard, config.batchSize))];
  if (batch.length > 0 && batch.length < config.batchSize && config.windowMs > 0) {
    await sleep(kernel, config.windowMs);
    batch.push(...(await getRecords(context, shard, config.batchSize - batch.length)));
  }
  return batch;
}

async function getRecords(context: MappingContext, shard: Shard, most: number): Promise<readonly StreamRecord[]> {
  const input = { ShardIterator: shard.iterator, Limit: Math.min(recordsLimit, most) };
  const output = await callStream(context, "GetRecords", input).catch(async (error: unknown) => {
    if (!(error instanceof AwsError) || error.code !== "ExpiredIteratorException") throw error;
    shard.iterator = await iteratorAfter(context, shard);
    return callStream(context, "GetRecords", { ...input, ShardIterator: shard.iterator });
  });
  const listed = Array.isArray(output["Records"]) ? output["Records"].filter(isProperties) : [];
  const records = listed.map((record) => ({ ...record, eventSourceARN: context.config.sourceArn }));
  const next = output["NextShardIterator"];
  shard.iterator = typeof next === "string" ? next : undefined;
  shard.lastSequence = sequenceOf(records.at(-1)) ?? shard.lastSequence;
  return records;
}

function iteratorAfter(context: MappingContext, shard: Shard): Promise<string | undefined> {
  if (shard.lastSequence === undefined) return iteratorAt(context, shard.id, context.config.startingPosition);
  return iteratorAt(context, shard.id, "AFTER_SEQUENCE_NUMBER", shard.lastSequence);
}

async function iteratorAt(
  context: MappingContext,
  shardId: string,
  type: string,
  sequence?: string,
): Promise<string | undefined> {
  const { ShardIterator } = await callStream(context, "GetShardIterator", {
    ShardId: shardId,
    ShardIteratorType: type,
    ...(sequence === undefined ? {} : { SequenceNumber: sequence }),
  });
  return typeof ShardIterator === "string" ? ShardIterator : undefined;
}

async function callStream(context: MappingContext, action: string, input: Readonly<Record<string, unknown>>) {
  const named = action === "GetRecords" ? input : { StreamArn: context.config.sourceArn, ...input };
  return context.call({
    service: "dynamodb",
    action,
    region: context.config.region,
    caller: context.caller(),
    requestId: context.requestId(),
    input: named,
  });
}

function sequenceOf(record: StreamRecord | undefined): string | undefined {
  const data = record?.["dynamodb"];
  const sequence = isProperties(data) ? data["SequenceNumber"] : undefined;
  return typeof sequence === "string" ? sequence : undefined;
}
