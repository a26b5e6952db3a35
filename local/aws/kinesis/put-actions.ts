import { AwsError } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import { type Context, type Reply, target } from "./context.ts";
import { hashKeyOf, parseHashKey } from "./hash-key.ts";
import { constraintFailed, invalidArgument } from "./refusals.ts";
import type { RecordData, Shard } from "./shard.ts";
import { appendRecord, shardOf, showSequence, type Stream } from "./stream.ts";

const entriesMost = 500;
/** All records of one PutRecords, keys included, bytes. Source: Kinesis API reference, PutRecords. */
const requestBytesMost = 10_485_760;
const keyLengthMost = 256;

/** A record that was found well-formed. */
interface Entry {
  readonly partitionKey: string;
  readonly hashKey: string;
  readonly data: RecordData;
  readonly bytes: number;
}

/** PutRecord. */
export function putRecord(context: Context): Reply {
  const stream = target(context);
  const { input, now, rung } = context;
  const entry = parseEntry(stream, input, "");
  const shard = shardOf(stream, entry.hashKey);
  if (!takes(context, shard, entry.bytes)) throw throttled(context, stream, shard);
  const sequence = appendRecord(stream, shard, entry, now);
  rung.add(stream.arn);
  return { ShardId: shard.id, SequenceNumber: showSequence(stream, sequence), EncryptionType: encryptionOf(stream) };
}

/** PutRecords: what a shard has no room for fails alone. */
export function putRecords(context: Context): Reply {
  const stream = target(context);
  const { input, now, rung } = context;
  const given = input.children("Records");
  if (given.length === 0) throw constraintFailed("records", "have length greater than or equal to 1");
  if (given.length > entriesMost) throw constraintFailed("records", `have length less than or equal to ${entriesMost}`);
  const entries = given.map((entry, index) => parseEntry(stream, entry, `records.${index + 1}.member.`));
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > requestBytesMost) throw invalidArgument("Records size exceeds 10 MB limit");
  let failed = 0;
  const records = entries.map((entry): Reply => {
    const shard = shardOf(stream, entry.hashKey);
    if (!takes(context, shard, entry.bytes)) {
      failed += 1;
      const { code, message } = throttled(context, stream, shard);
      return { ErrorCode: code, ErrorMessage: message };
    }
    const sequence = appendRecord(stream, shard, entry, now);
    return { ShardId: shard.id, SequenceNumber: showSequence(stream, sequence) };
  });
  if (failed < entries.length) rung.add(stream.arn);
  return { FailedRecordCount: failed, Records: records, EncryptionType: encryptionOf(stream) };
}

/** How a stream encrypts what is put now. */
function encryptionOf({ key }: Stream): "KMS" | "NONE" {
  return key === undefined ? "NONE" : "KMS";
}

function parseEntry(stream: Stream, input: Reader, path: string): Entry {
  const partitionKey = input.text("PartitionKey");
  if (partitionKey === undefined) throw constraintFailed(`${path}partitionKey`, "not be null", "null");
  if (partitionKey === "") throw constraintFailed(`${path}partitionKey`, "have length greater than or equal to 1", "");
  if (partitionKey.length > keyLengthMost) {
    throw constraintFailed(`${path}partitionKey`, `have length less than or equal to ${keyLengthMost}`, partitionKey);
  }
  const base64 = input.text("Data");
  if (base64 === undefined) throw constraintFailed(`${path}data`, "not be null", "null");
  const bytes = Buffer.byteLength(base64, "base64");
  const most = stream.recordKibMax * 1_024;
  if (bytes > most) throw constraintFailed(`${path}data`, `have length less than or equal to ${most}`);
  return {
    partitionKey,
    hashKey: hashKeyIn(input) ?? hashKeyOf(partitionKey),
    data: { bytes, encode: () => base64 },
    bytes: bytes + Buffer.byteLength(partitionKey),
  };
}

function hashKeyIn(input: Reader): string | undefined {
  const given = input.text("ExplicitHashKey");
  if (given === undefined) return undefined;
  const key = parseHashKey(given);
  if (key !== undefined) return key;
  throw invalidArgument(
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${given}`,
  );
}

/** Takes a record's share of what the shard has room for within the second, or nothing. */
function takes({ limits, now }: Context, { room }: Shard, bytes: number): boolean {
  const share = Math.max(0, now - room.at) / 1_000;
  room.records = Math.min(limits.recordsPerSecond, room.records + share * limits.recordsPerSecond);
  room.bytes = Math.min(limits.bytesPerSecond, room.bytes + share * limits.bytesPerSecond);
  room.at = now;
  // A record larger than a second's bytes passes once the shard has rested for a second.
  if (room.records < 1 || room.bytes < Math.min(bytes, limits.bytesPerSecond)) return false;
  room.records -= 1;
  room.bytes -= bytes;
  return true;
}

function throttled({ state }: Context, { name }: Stream, { id }: Shard): AwsError {
  const message = `Rate exceeded for shard ${id} in stream ${name} under account ${state.accountId}.`;
  return new AwsError("ProvisionedThroughputExceededException", message);
}
