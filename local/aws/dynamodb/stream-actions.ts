import { AwsError } from "../../core/errors.ts";
import type { Context } from "./context.ts";
import { type Input, optionalChoice, optionalInteger, optionalText, requiredText } from "./input.ts";
import { constraintFailed, notFound, validation } from "./refusals.ts";
import { oldestSequence, showRecord, showSequence, type Stream, trimStream } from "./stream.ts";
import { tableName } from "./table.ts";

const recordsMax = 1_000;
const listMax = 100;
const iteratorLifeMs = 15 * 60_000;
const iteratorTypes = ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] as const;

/** A position in a stream, as the opaque iterator carries it. */
interface Position {
  readonly stream: string;
  /** The next sequence number to be read; zero is whatever is oldest. */
  readonly next: number;
  readonly issuedAt: number;
}

/** The actions of DynamoDB Streams; undefined for any other. */
export function streamAction(context: Context, action: string, input: Input): object | undefined {
  switch (action) {
    case "ListStreams":
      return listStreams(context, input);
    case "DescribeStream":
      return describeStream(context, input);
    case "GetShardIterator":
      return getShardIterator(context, input);
    case "GetRecords":
      return getRecords(context, input);
    default:
      return undefined;
  }
}

function requireStream(context: Context, arn: string): Stream {
  const stream = context.state.streams.get(arn);
  if (stream === undefined || stream.region !== context.region) {
    throw notFound(`Requested resource not found: Stream: ${arn} not found`);
  }
  trimStream(stream, context.now);
  return stream;
}

function listStreams(context: Context, input: Input): object {
  const table = optionalText(input, "TableName");
  const start = optionalText(input, "ExclusiveStartStreamArn") ?? "";
  const limit = optionalInteger(input, "Limit") ?? listMax;
  const streams = [...context.state.streams.values()]
    .filter(({ region }) => region === context.region)
    .filter((stream) => table === undefined || stream.table === tableName(table))
    .sort((one, two) => (one.arn < two.arn ? -1 : 1))
    .filter(({ arn }) => arn > start);
  const shown = streams.slice(0, limit);
  const last = streams.length > limit ? shown.at(-1)?.arn : undefined;
  return {
    Streams: shown.map((stream) => ({ StreamArn: stream.arn, TableName: stream.table, StreamLabel: stream.label })),
    ...(last !== undefined && { LastEvaluatedStreamArn: last }),
  };
}

function describeStream(context: Context, input: Input): object {
  const stream = requireStream(context, requiredText(input, "StreamArn"));
  const { hash, range } = stream.keys;
  const keys = [{ AttributeName: hash.name, KeyType: "HASH" }];
  if (range !== undefined) keys.push({ AttributeName: range.name, KeyType: "RANGE" });
  return {
    StreamDescription: {
      StreamArn: stream.arn,
      StreamLabel: stream.label,
      StreamStatus: stream.isOpen ? "ENABLED" : "DISABLED",
      StreamViewType: stream.view,
      CreationRequestDateTime: stream.createdAt / 1_000,
      TableName: stream.table,
      KeySchema: keys,
      Shards: [
        {
          ShardId: stream.shardId,
          SequenceNumberRange: {
            StartingSequenceNumber: showSequence(1),
            ...(!stream.isOpen && { EndingSequenceNumber: showSequence(stream.nextSequence) }),
          },
        },
      ],
    },
  };
}

function getShardIterator(context: Context, input: Input): object {
  const stream = requireStream(context, requiredText(input, "StreamArn"));
  const shard = requiredText(input, "ShardId");
  if (shard !== stream.shardId) {
    throw notFound(`Requested resource not found: Shard: ${shard} in Stream: ${stream.arn} not found`);
  }
  const type = optionalChoice(input, "ShardIteratorType", iteratorTypes);
  const next = startOf(stream, type, optionalText(input, "SequenceNumber"));
  return { ShardIterator: writeIterator({ stream: stream.arn, next, issuedAt: context.now }) };
}

function startOf(
  stream: Stream,
  type: (typeof iteratorTypes)[number] | undefined,
  sequence: string | undefined,
): number {
  switch (type) {
    case undefined:
      throw constraintFailed("null", "shardIteratorType", "Member must not be null");
    case "TRIM_HORIZON":
      return 0;
    case "LATEST":
      return stream.nextSequence;
    case "AT_SEQUENCE_NUMBER":
    case "AFTER_SEQUENCE_NUMBER": {
      const at = parseSequence(sequence);
      if (at < oldestSequence(stream) || at >= stream.nextSequence) throw trimmed();
      return type === "AT_SEQUENCE_NUMBER" ? at : at + 1;
    }
  }
}

function parseSequence(sequence: string | undefined): number {
  const at = sequence !== undefined && /^1\d{20}$/.test(sequence) ? Number(sequence.slice(1)) : Number.NaN;
  if (Number.isSafeInteger(at)) return at;
  throw validation(`Invalid SequenceNumber: ${sequence ?? "null"}`);
}

function trimmed(): AwsError {
  return new AwsError(
    "TrimmedDataAccessException",
    "The operation attempted to read past the oldest stream record in a shard.",
  );
}

function getRecords(context: Context, input: Input): object {
  const position = readIterator(requiredText(input, "ShardIterator"));
  if (context.now - position.issuedAt > iteratorLifeMs) {
    throw new AwsError(
      "ExpiredIteratorException",
      "The shard iterator has expired: it was issued over 15 minutes ago.",
    );
  }
  const stream = requireStream(context, position.stream);
  const limit = optionalInteger(input, "Limit") ?? recordsMax;
  if (limit < 1 || limit > recordsMax) {
    const bound = limit < 1 ? "greater than or equal to 1" : `less than or equal to ${recordsMax}`;
    throw constraintFailed(`'${limit}'`, "limit", `Member must have value ${bound}`);
  }
  const oldest = oldestSequence(stream);
  if (position.next !== 0 && position.next < oldest) throw trimmed();
  const from = Math.max(position.next, oldest) - oldest;
  const records = stream.records.slice(from, from + limit);
  const next = (records.at(-1)?.sequence ?? Math.max(position.next, oldest) - 1) + 1;
  const isAtEnd = !stream.isOpen && next >= stream.nextSequence;
  return {
    Records: records.map((record) => showRecord(stream, record)),
    ...(!isAtEnd && { NextShardIterator: writeIterator({ stream: stream.arn, next, issuedAt: context.now }) }),
  };
}

function writeIterator({ stream, next, issuedAt }: Position): string {
  return `${stream}|1|${next}|${issuedAt}`;
}

function readIterator(iterator: string): Position {
  const [stream = "", , nextText, issuedText] = iterator.split("|");
  const [next, issuedAt] = [Number(nextText), Number(issuedText)];
  if (!Number.isSafeInteger(next) || !Number.isFinite(issuedAt)) throw validation("Invalid ShardIterator");
  return { stream, next, issuedAt };
}

/** The ARN of the stream that an iterator reads, for the judgement of GetRecords. */
export function iteratorStream(iterator: string): string {
  return iterator.split("|")[0] ?? "*";
}
