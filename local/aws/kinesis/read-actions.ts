import { AwsError } from "../../core/errors.ts";
import { type Context, type Reply, requireStream, target, within } from "./context.ts";
import { constraintFailed, invalidArgument } from "./refusals.ts";
import { requireShard } from "./shard-actions.ts";
import { hashKeyRange } from "./shard-view.ts";
import type { Shard, StoredRecord } from "./shard.ts";
import { indexFrom, parseSequence, showSequence, type Stream } from "./stream.ts";

/** Most records and bytes of one GetRecords. Source: Kinesis API reference, GetRecords. */
const recordsMost = 10_000;
const bytesMost = 10_485_760;
const iteratorLifeMs = 300_000;
const types = ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"] as const;

/** A position in a shard, as the opaque iterator carries it. */
interface Position {
  readonly stream: string;
  readonly shard: string;
  /** When the stream was created: another of its name is another stream. */
  readonly createdAt: number;
  /** The first sequence number that may be read. */
  readonly next: number;
  readonly issuedAt: number;
}

/** GetShardIterator. */
export function getShardIterator(context: Context): Reply {
  const stream = target(context);
  const { input, state, now } = context;
  const shard = requireShard(state.accountId, stream, input.requiredText("ShardId"));
  const given = input.text("ShardIteratorType") ?? "null";
  const type = types.find((one) => one === given);
  if (type === undefined) {
    throw constraintFailed("shardIteratorType", `satisfy enum value set: [${types.join(", ")}]`, given);
  }
  const next = startOf(context, stream, shard, type);
  return {
    ShardIterator: writeIterator({
      stream: stream.arn,
      shard: shard.id,
      createdAt: stream.createdAt,
      next,
      issuedAt: now,
    }),
  };
}

function startOf(context: Context, stream: Stream, shard: Shard, type: (typeof types)[number]): number {
  switch (type) {
    case "TRIM_HORIZON":
      return shard.firstSequence;
    case "LATEST":
      return stream.nextSequence;
    case "AT_TIMESTAMP": {
      const seconds = context.input.number("Timestamp");
      if (seconds === undefined) throw needs(type, "no Timestamp");
      return shard.records.find(({ at }) => at >= seconds * 1_000)?.sequence ?? stream.nextSequence;
    }
    case "AT_SEQUENCE_NUMBER":
    case "AFTER_SEQUENCE_NUMBER": {
      const text = context.input.text("StartingSequenceNumber");
      if (text === undefined) throw needs(type, "no StartingSequenceNumber");
      const at = parseSequence(stream, text);
      if (at === undefined || at < shard.firstSequence || at >= stream.nextSequence) {
        throw invalidArgument(
          `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.id} in stream ${stream.name} ` +
            `under account ${context.state.accountId} is invalid.`,
        );
      }
      return type === "AT_SEQUENCE_NUMBER" ? at : at + 1;
    }
  }
}

function needs(type: string, lack: string): AwsError {
  return invalidArgument(
    "Must either specify (1) AT_SEQUENCE_NUMBER and StartingSequenceNumber or (2) AFTER_SEQUENCE_NUMBER and " +
      "StartingSequenceNumber or (3) TRIM_HORIZON or (4) LATEST or (5) AT_TIMESTAMP and Timestamp. " +
      `Request specified ${type} and ${lack}.`,
  );
}

/** GetRecords. */
export function getRecords(context: Context): Reply {
  const { state, region, input, now } = context;
  const limit = within(input, "Limit", 1, recordsMost) ?? recordsMost;
  const position = readIterator(input.requiredText("ShardIterator"));
  const stream = requireStream(state, region, position.stream, now);
  if (stream.createdAt !== position.createdAt) throw noIterator();
  const shard = requireShard(state.accountId, stream, position.shard);
  if (now - position.issuedAt > iteratorLifeMs) throw expired(position.issuedAt, now);
  const from = indexFrom(shard.records, position.next);
  const taken = take(shard.records, from, limit);
  const after = from + taken.length;
  const next = (taken.at(-1)?.sequence ?? position.next - 1) + 1;
  const isAtEnd = after >= shard.records.length;
  const follower = shard.records[after];
  return {
    Records: taken.map((record) => showRecord(stream, record)),
    MillisBehindLatest: follower === undefined ? 0 : Math.max(0, now - follower.at),
    ...(shard.closed !== undefined && isAtEnd
      ? { ChildShards: childrenOf(stream, shard) }
      : { NextShardIterator: writeIterator({ ...position, next, issuedAt: now }) }),
  };
}

function take(records: readonly StoredRecord[], from: number, limit: number): readonly StoredRecord[] {
  let bytes = 0;
  let end = from;
  for (const most = Math.min(records.length, from + limit); end < most; end += 1) {
    bytes += records[end]?.data.bytes ?? 0;
    if (bytes > bytesMost && end > from) break;
  }
  return records.slice(from, end);
}

function showRecord(stream: Stream, { sequence, at, partitionKey, isEncrypted, data }: StoredRecord): Reply {
  return {
    SequenceNumber: showSequence(stream, sequence),
    ApproximateArrivalTimestamp: at / 1_000,
    Data: data.encode(),
    PartitionKey: partitionKey,
    EncryptionType: isEncrypted ? "KMS" : "NONE",
  };
}

function childrenOf(stream: Stream, { id }: Shard): readonly Reply[] {
  return stream.shards
    .filter(({ parents }) => parents.includes(id))
    .map((shard) => ({ ShardId: shard.id, ParentShards: shard.parents, HashKeyRange: hashKeyRange(shard) }));
}

function expired(issuedAt: number, now: number): AwsError {
  return new AwsError(
    "ExpiredIteratorException",
    `Iterator expired. The iterator was created at time ${new Date(issuedAt).toUTCString()} while right now it is ` +
      `${new Date(now).toUTCString()} which is further in the future than the tolerated delay of ` +
      `${iteratorLifeMs} milliseconds.`,
  );
}

function writeIterator({ stream, shard, createdAt, next, issuedAt }: Position): string {
  return `${stream}|${shard}|${createdAt}|${next}|${issuedAt}`;
}

function noIterator(): AwsError {
  return invalidArgument("Invalid ShardIterator.");
}

function readIterator(iterator: string): Position {
  const [stream = "", shard = "", ...numbers] = iterator.split("|");
  const [createdAt = Number.NaN, next = Number.NaN, issuedAt = Number.NaN] = numbers.map(Number);
  if (!Number.isSafeInteger(next) || !Number.isFinite(issuedAt)) throw noIterator();
  return { stream, shard, createdAt, next, issuedAt };
}

/** The ARN of the stream that an iterator reads, for the judgement of GetRecords; undefined where it is none. */
export function iteratorStream(iterator: string): string | undefined {
  const [stream = "", ...rest] = iterator.split("|");
  return rest.length === 4 ? stream : undefined;
}
