import { GetRecordsCommand, GetShardIteratorCommand, type _Record as KinesisRecord } from "@aws-sdk/client-kinesis";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { Batch } from "./letters.ts";
import { packed } from "./packing.ts";

/** What GetRecords is asked for at once. */
const PAGE = 500;
/** Pages without a record of the batch before it counts as gone: a shard may have gaps, which come back empty. */
const EMPTY_MAX = 50;

/**
 * The records of a batch as its stream still has them, in order; undefined where the first of them is gone: streams
 * forget the oldest first.
 */
export async function readBatch(
  client: Pick<KinesisClient, "send">,
  { streamArn, shard, first, last }: Batch,
): Promise<readonly KinesisRecord[] | undefined> {
  const found: KinesisRecord[] = [];
  let iterator = await iteratorAt(client, streamArn, shard, first);
  let empty = 0;
  while (iterator !== undefined && empty < EMPTY_MAX) {
    const page = { StreamARN: streamArn, ShardIterator: iterator, Limit: PAGE };
    const { Records = [], NextShardIterator, MillisBehindLatest } = await client.send(new GetRecordsCommand(page));
    const within = Records.filter(({ SequenceNumber = "0" }) => BigInt(SequenceNumber) <= BigInt(last));
    found.push(...within);
    if (found.length > 0 && found[0]?.SequenceNumber !== first) return undefined;
    if (within.length < Records.length || found.at(-1)?.SequenceNumber === last) break;
    if (Records.length === 0 && MillisBehindLatest === 0) break;
    empty = Records.length === 0 ? empty + 1 : 0;
    iterator = NextShardIterator;
  }
  return found.at(-1)?.SequenceNumber === last ? found : undefined;
}

async function iteratorAt(
  client: Pick<KinesisClient, "send">,
  StreamARN: string,
  ShardId: string,
  StartingSequenceNumber: string,
): Promise<string | undefined> {
  try {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamARN,
        ShardId,
        ShardIteratorType: "AT_SEQUENCE_NUMBER",
        StartingSequenceNumber,
      }),
    );
    return ShardIterator;
  } catch (fault) {
    // The shard, or that place in it, is no more.
    const name = fault instanceof Error ? fault.name : "";
    if (name === "ResourceNotFoundException" || name === "InvalidArgumentException") return undefined;
    throw fault;
  }
}

/** Records as events for a function, as few as it can take. Source: Lambda Developer Guide, "Kinesis Data Streams". */
export function eventsOf(records: readonly KinesisRecord[], { streamArn, shard }: Batch): readonly string[] {
  return packed(records.map((record) => eventRecord(record, streamArn, shard)));
}

function eventRecord(record: KinesisRecord, streamArn: string, shard: string) {
  const { SequenceNumber = "", PartitionKey, Data = new Uint8Array(), ApproximateArrivalTimestamp } = record;
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: PartitionKey,
      sequenceNumber: SequenceNumber,
      data: Buffer.from(Data).toString("base64"),
      approximateArrivalTimestamp: (ApproximateArrivalTimestamp?.getTime() ?? 0) / 1_000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shard}:${SequenceNumber}`,
    eventName: "aws:kinesis:record",
    awsRegion: streamArn.split(":")[3],
    eventSourceARN: streamArn,
  };
}
