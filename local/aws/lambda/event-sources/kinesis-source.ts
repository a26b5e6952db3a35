import { isProperties } from "../../inputs.ts";
import { callSource, type StreamRecord, type StreamSource } from "./stream-source.ts";

/** Kinesis data streams. */
export const kinesisSource: StreamSource = {
  service: "kinesis",
  recordsMax: 10_000,
  // As often as a shard lets itself be read; Lambda asks once a second, and views would be that far behind.
  looksApartMs: 200,
  batchInfo: "KinesisBatchInfo",
  actions: ["DescribeStream", "ListShards", "GetShardIterator", "GetRecords"],
  async shards(context) {
    const { sourceArn } = context.config;
    const shards: { id: string; parents: readonly string[] }[] = [];
    let page: Readonly<Record<string, unknown>> = { StreamARN: sourceArn };
    for (;;) {
      const { Shards, NextToken } = await callSource(context, "kinesis", "ListShards", page);
      for (const { ShardId, ...shard } of Array.isArray(Shards) ? Shards.filter(isProperties) : []) {
        const parents = [shard["ParentShardId"], shard["AdjacentParentShardId"]];
        shards.push({ id: String(ShardId), parents: parents.filter((parent) => typeof parent === "string") });
      }
      if (typeof NextToken !== "string") return shards;
      page = { NextToken };
    }
  },
  async iterator(context, shardId, start) {
    const { ShardIterator } = await callSource(context, "kinesis", "GetShardIterator", {
      StreamARN: context.config.sourceArn,
      ShardId: shardId,
      ShardIteratorType: start.type,
      ...(start.type === "AFTER_SEQUENCE_NUMBER" && { StartingSequenceNumber: start.sequence }),
      ...(start.type === "AT_TIMESTAMP" && { Timestamp: start.seconds }),
    });
    return typeof ShardIterator === "string" ? ShardIterator : undefined;
  },
  // Source: AWS Lambda Developer Guide, "Using Lambda to process records from Amazon Kinesis Data Streams".
  record: ({ config, roleArn }, shardId, raw) => ({
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: raw["PartitionKey"],
      sequenceNumber: raw["SequenceNumber"],
      data: raw["Data"],
      approximateArrivalTimestamp: raw["ApproximateArrivalTimestamp"],
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shardId}:${String(raw["SequenceNumber"])}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: roleArn(),
    awsRegion: config.region,
    eventSourceARN: config.sourceArn,
  }),
  filtered(record) {
    const { data, ...facts } = dataOf(record);
    return { ...record, kinesis: facts, data: parsed(String(data)) };
  },
  isAtTip: ({ MillisBehindLatest }) => MillisBehindLatest === 0,
  sequence: (record) => String(dataOf(record)["sequenceNumber"]),
  arrivedAt: (record) => Number(dataOf(record)["approximateArrivalTimestamp"]) * 1_000,
  group: (record) => String(dataOf(record)["partitionKey"]),
};

/** Filters see data that is JSON as what it says. */
function parsed(base64: string): unknown {
  const text = Buffer.from(base64, "base64").toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function dataOf(record: StreamRecord): StreamRecord {
  const data = record["kinesis"];
  return isProperties(data) ? data : {};
}
