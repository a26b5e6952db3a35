import * as v from "valibot";
import { AwsRefusal, type Send } from "../doctor/signed-request.ts";
import type { Batch } from "./letters.ts";
import { packed } from "./packing.ts";

/** What GetRecords is asked for at once. */
const PAGE = 1_000;
/** Pages without a record of the batch before it counts as gone: a shard may have gaps, which come back empty. */
const EMPTY_MAX = 50;

const iteratorForm = v.object({ ShardIterator: v.string() });
/** A record stands in its event as GetRecords has it: what is in it is the function's business. */
const pageForm = v.object({
  Records: v.array(v.looseObject({ dynamodb: v.looseObject({ SequenceNumber: v.string() }) })),
  NextShardIterator: v.optional(v.string()),
});

type LedgerRecord = v.InferOutput<typeof pageForm>["Records"][number];

/**
 * The changes of a batch as the ledger's stream still has them, in order; undefined where the first of them is gone:
 * streams forget the oldest first, DynamoDB's after a day. Source: the DynamoDB Streams API reference.
 */
export async function readLedgerBatch(send: Send, batch: Batch): Promise<readonly LedgerRecord[] | undefined> {
  const { streamArn, shard, first, last } = batch;
  try {
    const start = { ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber: first };
    const begun = await ask(send, "GetShardIterator", { StreamArn: streamArn, ShardId: shard, ...start }, streamArn);
    let iterator: string | undefined = v.parse(iteratorForm, begun).ShardIterator;
    const found: LedgerRecord[] = [];
    for (let empty = 0; iterator !== undefined && empty < EMPTY_MAX;) {
      const got = await ask(send, "GetRecords", { ShardIterator: iterator, Limit: PAGE }, streamArn);
      const page = v.parse(pageForm, got);
      const within = page.Records.filter((record) => BigInt(sequenceOf(record)) <= BigInt(last));
      found.push(...within);
      if (within.length < page.Records.length || found.at(-1)?.dynamodb.SequenceNumber === last) break;
      empty = page.Records.length === 0 ? empty + 1 : 0;
      iterator = page.NextShardIterator;
    }
    const [oldest] = found;
    const isWhole =
      oldest !== undefined && sequenceOf(oldest) === first && found.at(-1)?.dynamodb.SequenceNumber === last;
    return isWhole ? found : undefined;
  } catch (fault) {
    // The stream, the shard, or that place in it, is no more.
    const gone = ["TrimmedDataAccessException", "ResourceNotFoundException"];
    if (fault instanceof AwsRefusal && gone.includes(fault.code)) return undefined;
    throw fault;
  }
}

/** Changes as events for a function. Source: Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB". */
export function ledgerEventsOf(records: readonly LedgerRecord[], { streamArn }: Batch): readonly string[] {
  return packed(records.map((record) => ({ ...record, eventSourceARN: streamArn })));
}

function sequenceOf({ dynamodb }: LedgerRecord): string {
  return dynamodb.SequenceNumber;
}

async function ask(send: Send, action: string, input: object, streamArn: string): Promise<unknown> {
  const region = streamArn.split(":")[3] ?? "";
  const body = JSON.stringify(input);
  return JSON.parse(
    await send({
      service: "dynamodb",
      region,
      host: `streams.dynamodb.${region}.amazonaws.com`,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDBStreams_20120810.${action}` },
      body,
    }),
  );
}
