import type { RecordData, Shard, Sharded, StoredRecord } from "./shard.ts";
import { openOnes, openShards } from "./shard.ts";

/** How a stream's capacity is chosen. */
export type StreamMode = "PROVISIONED" | "ON_DEMAND";

/** One data stream. */
export interface Stream extends Sharded {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  mode: StreamMode;
  retentionHours: number;
  /** The key as it was named; undefined where nothing is encrypted. */
  key: string | undefined;
  recordKibMax: number;
  tags: Readonly<Record<string, string>>;
  shardLevelMetrics: readonly string[];
  /** The open shards by their ranges; made anew after a resharding. */
  open: readonly Shard[];
}

/** Every stream of the account, by ARN. */
export interface State {
  readonly accountId: string;
  readonly streams: Map<string, Stream>;
}

const hourMs = 60 * 60_000;
/** Shards that a stream on demand begins with. Source: Kinesis Developer Guide, "On-demand mode". */
const shardsOnDemand = 4;
/** Trimming in strides keeps the cost of an append constant. */
const trimStride = 1_024;
const sequenceDigits = 39;
const ageDigits = 15;

/** What a stream is made with. */
export interface StreamSettings {
  readonly name: string;
  readonly region: string;
  readonly mode: StreamMode;
  /** Undefined for a stream on demand. */
  readonly shardCount: number | undefined;
  readonly recordKibMax: number | undefined;
  readonly tags: Stream["tags"];
}

/** What CloudWatch could be told of every shard. */
export const shardMetrics: readonly string[] = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
];

/** The ARN of a stream. */
export function streamArn({ accountId }: Pick<State, "accountId">, region: string, name: string): string {
  return `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;
}

/** Whether an ARN names a data stream. */
export function isKinesisArn(arn: string): boolean {
  return /^arn:aws[a-z-]*:kinesis:[^:]+:\d{12}:stream\/[\w.-]+$/.test(arn);
}

/** Puts a new stream into the state. */
export function addStream(state: State, settings: StreamSettings, now: number): Stream {
  const { name, region, mode, shardCount = shardsOnDemand, recordKibMax = 1_024, tags } = settings;
  const stream: Stream = {
    name,
    arn: streamArn(state, region, name),
    region,
    createdAt: now,
    mode,
    retentionHours: 24,
    key: undefined,
    recordKibMax,
    tags,
    shardLevelMetrics: [],
    shards: [],
    open: [],
    nextShard: 0,
    nextSequence: 1,
  };
  openShards(stream, shardCount, now);
  stream.open = openOnes(stream);
  state.streams.set(stream.arn, stream);
  return stream;
}

/** The open shard that takes records of a hash key. */
export function shardOf({ open }: Stream, hashKey: string): Shard {
  let [low, high] = [0, open.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((open[middle]?.start ?? "") <= hashKey) low = middle;
    else high = middle - 1;
  }
  const shard = open[low];
  if (shard === undefined) throw new Error("A stream has always an open shard.");
  return shard;
}

/** Adds a record to a shard of the stream; its sequence number. */
export function appendRecord(
  stream: Stream,
  shard: Shard,
  record: { readonly partitionKey: string; readonly data: RecordData },
  now: number,
): number {
  const sequence = stream.nextSequence;
  stream.nextSequence += 1;
  const { partitionKey, data } = record;
  shard.records.push({ sequence, at: now, partitionKey, data, isEncrypted: stream.key !== undefined });
  if (sequence % trimStride === 0) trimStream(stream, now);
  return sequence;
}

/** Drops what is older than the stream keeps it, and closed shards of which nothing is left to be read. */
export function trimStream({ shards, retentionHours }: Stream, now: number): void {
  const oldest = now - retentionHours * hourMs;
  for (const shard of shards) {
    const kept = shard.records.findIndex(({ at }) => at > oldest);
    if (kept > 0) shard.records = shard.records.slice(kept);
    else if (kept === -1 && shard.records.length > 0) shard.records = [];
  }
  const isOver = ({ closed }: Shard): boolean => closed !== undefined && closed.at <= oldest;
  if (shards.some(isOver)) shards.splice(0, shards.length, ...shards.filter((shard) => !isOver(shard)));
}

/** Where the first record stands whose sequence number is `sequence` or a later one. */
export function indexFrom(records: readonly StoredRecord[], sequence: number): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.sequence ?? sequence) < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A sequence number in AWS's form, 56 digits; the stream's age is in it, so that a new stream repeats none. */
export function showSequence({ createdAt }: Pick<Stream, "createdAt">, sequence: number): string {
  return `49${String(createdAt).padStart(ageDigits, "0")}${String(sequence).padStart(sequenceDigits, "0")}`;
}

/** The sequence number that a text means; undefined where it is none of this stream. */
export function parseSequence(stream: Stream, text: string): number | undefined {
  const sequence = /^\d{56}$/.test(text) ? Number(text.slice(-sequenceDigits)) : Number.NaN;
  return Number.isSafeInteger(sequence) && showSequence(stream, sequence) === text ? sequence : undefined;
}
