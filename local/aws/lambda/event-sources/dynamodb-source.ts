import { isProperties } from "../../inputs.ts";
import { callSource, type StreamRecord, type StreamSource } from "./stream-source.ts";

/** Streams of DynamoDB tables. */
export const dynamoDbSource: StreamSource = {
  service: "dynamodb",
  recordsMax: 1_000,
  // Source: AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", polling and batching streams.
  looksApartMs: 250,
  batchInfo: "DDBStreamBatchInfo",
  actions: ["DescribeStream", "GetShardIterator", "GetRecords"],
  async shards(context) {
    const { sourceArn } = context.config;
    const { StreamDescription } = await callSource(context, "dynamodb", "DescribeStream", { StreamArn: sourceArn });
    const listed: unknown = isProperties(StreamDescription) ? StreamDescription["Shards"] : undefined;
    return (Array.isArray(listed) ? listed.filter(isProperties) : []).map(({ ShardId, ParentShardId }) => ({
      id: String(ShardId),
      parents: typeof ParentShardId === "string" ? [ParentShardId] : [],
    }));
  },
  async iterator(context, shardId, start) {
    const { ShardIterator } = await callSource(context, "dynamodb", "GetShardIterator", {
      StreamArn: context.config.sourceArn,
      ShardId: shardId,
      ShardIteratorType: start.type,
      ...(start.type === "AFTER_SEQUENCE_NUMBER" && { SequenceNumber: start.sequence }),
    });
    return typeof ShardIterator === "string" ? ShardIterator : undefined;
  },
  record: (context, _shardId, raw) => ({ ...raw, eventSourceARN: context.config.sourceArn }),
  filtered: (record) => record,
  isAtTip: () => false,
  sequence: (record) => String(dataOf(record)["SequenceNumber"]),
  arrivedAt: (record) => Number(dataOf(record)["ApproximateCreationDateTime"]) * 1_000,
  group: (record) => JSON.stringify(dataOf(record)["Keys"]),
};

function dataOf(record: StreamRecord): StreamRecord {
  const data = record["dynamodb"];
  return isProperties(data) ? data : {};
}
