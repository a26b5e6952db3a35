import { evenStarts, lastHashKey, neighbour } from "./hash-key.ts";

/** What a record carries; large ones that others hold too are encoded when somebody reads them. */
export interface RecordData {
  /** Of the data before base64. */
  readonly bytes: number;
  /** Base64. */
  encode(): string;
}

/** One record of a shard. */
export interface StoredRecord {
  /** Rises from record to record of a stream, whichever shard they are in. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly partitionKey: string;
  readonly isEncrypted: boolean;
  readonly data: RecordData;
}

/** A part of a stream: the records of a range of hash keys, in the order in which they came. */
export interface Shard {
  readonly id: string;
  /** The first and the last hash key, as hexadecimal digits. */
  readonly start: string;
  readonly end: string;
  /** One that was split, or two that were merged; none of a stream's first shards. */
  readonly parents: readonly string[];
  readonly createdAt: number;
  readonly firstSequence: number;
  /** Set when it was split or merged: it takes no records from then on. */
  closed: { readonly at: number; readonly lastSequence: number } | undefined;
  /** Oldest first; trimmed from the front. */
  records: StoredRecord[];
  /** What may still be put within the second: records and bytes. */
  readonly room: { records: number; bytes: number; at: number };
}

/** What resharding changes of a stream. */
export interface Sharded {
  readonly shards: Shard[];
  nextShard: number;
  nextSequence: number;
}

const idDigits = 12;

/** Opens `count` shards over all hash keys. */
export function openShards(stream: Sharded, count: number, now: number): void {
  const starts = evenStarts(count);
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    openShard(stream, start, next === undefined ? lastHashKey : neighbour(next, -1), [], now);
  }
}

function openShard(stream: Sharded, start: string, end: string, parents: readonly Shard[], now: number): Shard {
  const shard: Shard = {
    id: `shardId-${String(stream.nextShard).padStart(idDigits, "0")}`,
    start,
    end,
    parents: parents.map(({ id }) => id),
    createdAt: now,
    firstSequence: stream.nextSequence,
    closed: undefined,
    records: [],
    room: { records: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY, at: now },
  };
  stream.nextShard += 1;
  // No two shards begin, and none ends and begins, with one sequence number.
  stream.nextSequence += 1;
  stream.shards.push(shard);
  return shard;
}

function closeShard(stream: Sharded, shard: Shard, now: number): void {
  shard.closed = { at: now, lastSequence: stream.nextSequence };
  stream.nextSequence += 1;
}

/** The shards that take records, by their ranges. */
export function openOnes({ shards }: Pick<Sharded, "shards">): readonly Shard[] {
  return shards
    .filter(({ closed }) => closed === undefined)
    .toSorted((one, other) => (one.start < other.start ? -1 : 1));
}

/** Splits an open shard: the second of its children begins with `at`. */
export function splitInto(stream: Sharded, shard: Shard, at: string, now: number): readonly [Shard, Shard] {
  closeShard(stream, shard, now);
  return [
    openShard(stream, shard.start, neighbour(at, -1), [shard], now),
    openShard(stream, at, shard.end, [shard], now),
  ];
}

/** Merges two open shards whose ranges meet. */
export function mergeInto(stream: Sharded, shard: Shard, adjacent: Shard, now: number): Shard {
  for (const parent of [shard, adjacent]) closeShard(stream, parent, now);
  const [low, high] = shard.start < adjacent.start ? [shard, adjacent] : [adjacent, shard];
  return openShard(stream, low.start, high.end, [shard, adjacent], now);
}

/** Whether two ranges meet. */
export function areAdjacent(one: Shard, other: Shard): boolean {
  const [low, high] = one.start < other.start ? [one, other] : [other, one];
  return low.end !== lastHashKey && neighbour(low.end, 1) === high.start;
}

/** Splits and merges until `count` open shards divide all hash keys evenly, as UpdateShardCount does. */
export function scaleUniformly(stream: Sharded, count: number, now: number): void {
  const starts = evenStarts(count);
  for (const at of starts) {
    const within = openOnes(stream).find(({ start, end }) => start < at && at <= end);
    if (within !== undefined) splitInto(stream, within, at, now);
  }
  for (;;) {
    const open = openOnes(stream);
    const surplus = open.findIndex(({ start }) => !starts.includes(start));
    const [shard, before] = [open[surplus], open[surplus - 1]];
    if (shard === undefined || before === undefined) return;
    mergeInto(stream, before, shard, now);
  }
}
