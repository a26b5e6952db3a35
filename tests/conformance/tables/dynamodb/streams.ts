import { is, type Case, type Fields, type Step, type Suite } from "../../case.ts";
import { createTable, dropTable, key, N, S } from "./shared.ts";

const service = "dynamodb-streams";
const events = { TableName: "{events}" } as const;
const put = (sk: string, more: Fields = {}): Step => ({
  service: "dynamodb",
  call: "PutItem",
  input: { ...events, Item: { ...key(sk), ...more } },
});
const remove = (sk: string): Step => ({ service: "dynamodb", call: "DeleteItem", input: { ...events, Key: key(sk) } });

/** A table of the case's own, so that its stream has this case's records alone. */
function streamed(view: string): readonly Step[] {
  const specification = { StreamEnabled: true, StreamViewType: view };
  const steps = createTable("events", { TableName: "stream-{case}", StreamSpecification: specification });
  return [
    ...steps.map((step): Step => ({ service: "dynamodb", ...step })),
    { service: "dynamodb", call: "DescribeTable", input: events, keep: { stream: "Table.LatestStreamArn" } },
    {
      call: "DescribeStream",
      input: { StreamArn: "{stream}" },
      gives: { StreamDescription: { StreamStatus: "ENABLED", StreamViewType: view } },
      within: 30_000,
      keep: { shard: "StreamDescription.Shards.0.ShardId" },
    },
  ];
}

const iterator = (type: string, more: Fields = {}): Step => ({
  call: "GetShardIterator",
  input: { StreamArn: "{stream}", ShardId: "{shard}", ShardIteratorType: type, ...more },
  keep: { iterator: "ShardIterator" },
});
const records = (gives: unknown): Step => ({
  call: "GetRecords",
  input: { ShardIterator: "{iterator}" },
  gives: { Records: gives },
  within: 20_000,
});
const gone: Step = { service: "dynamodb", ...dropTable("events") };

function read(name: string, before: readonly Step[], gives: readonly unknown[], view = "NEW_AND_OLD_IMAGES"): Case {
  return {
    name,
    before: [...streamed(view), ...before, iterator("TRIM_HORIZON")],
    ...records(gives),
    after: [gone],
    source: "Amazon DynamoDB Streams API reference, Record and StreamRecord",
  };
}

const update = (sk: string, expression: string, value: Fields): Step => ({
  service: "dynamodb",
  call: "UpdateItem",
  input: { ...events, Key: key(sk), UpdateExpression: expression, ExpressionAttributeValues: { ":v": value } },
});

/** Streams: what is in a record, in which order, and where a reader starts. */
export const streamCases: Suite = {
  service,
  topic: "streams",
  cases: [
    read(
      "Every change of an item, in order, with its images",
      [put("1", { a: N(1) }), update("1", "SET a = :v", N(2)), remove("1")],
      [
        {
          eventName: "INSERT",
          eventSource: "aws:dynamodb",
          eventVersion: is.text,
          awsRegion: is.text,
          eventID: is.text,
          userIdentity: is.absent,
          dynamodb: {
            Keys: key(),
            NewImage: { ...key(), a: N(1) },
            OldImage: is.absent,
            StreamViewType: "NEW_AND_OLD_IMAGES",
            SequenceNumber: is.match(/^\d{21,40}$/),
            SizeBytes: is.number,
            ApproximateCreationDateTime: is.number,
          },
        },
        { eventName: "MODIFY", dynamodb: { Keys: key(), OldImage: { a: N(1) }, NewImage: { a: N(2) } } },
        { eventName: "REMOVE", dynamodb: { Keys: key(), OldImage: { a: N(2) }, NewImage: is.absent } },
      ],
    ),
    read(
      "A write that changes nothing has no record",
      [put("1", { a: N(1) }), put("1", { a: N("1.0") }), update("1", "SET a = :v", N(1)), remove("2"), put("3")],
      [
        { eventName: "INSERT", dynamodb: { Keys: key("1") } },
        { eventName: "INSERT", dynamodb: { Keys: key("3") } },
      ],
    ),
    read(
      "A transaction has a record for each item that it changes",
      [
        put("1"),
        {
          service: "dynamodb",
          call: "TransactWriteItems",
          input: {
            TransactItems: [
              { ConditionCheck: { ...events, Key: key("1"), ConditionExpression: "attribute_exists(pk)" } },
              { Put: { ...events, Item: key("2") } },
              { Put: { ...events, Item: key("3") } },
            ],
          },
        },
      ],
      [{ dynamodb: { Keys: key("1") } }, { eventName: "INSERT" }, { eventName: "INSERT" }],
    ),
    read(
      "A stream of keys has no images",
      [put("1", { a: N(1) })],
      [{ dynamodb: { Keys: key(), NewImage: is.absent, OldImage: is.absent, StreamViewType: "KEYS_ONLY" } }],
      "KEYS_ONLY",
    ),
    read(
      "A stream of new images has no old ones",
      [put("1", { a: N(1) }), put("1", { a: N(2) })],
      [{ dynamodb: { NewImage: { a: N(1) } } }, { dynamodb: { NewImage: { a: N(2) }, OldImage: is.absent } }],
      "NEW_IMAGE",
    ),
    read(
      "A stream of old images has no new ones",
      [put("1", { a: N(1) }), put("1", { a: N(2) })],
      [{ dynamodb: { NewImage: is.absent } }, { dynamodb: { OldImage: { a: N(1) }, NewImage: is.absent } }],
      "OLD_IMAGE",
    ),
    {
      name: "LATEST starts after everything so far",
      before: [...streamed("KEYS_ONLY"), put("1"), iterator("LATEST"), put("2")],
      ...records([{ dynamodb: { Keys: key("2") } }]),
      within: 5_000,
      after: [gone],
    },
    {
      name: "AT_SEQUENCE_NUMBER starts with the record",
      before: [
        ...streamed("KEYS_ONLY"),
        put("1"),
        put("2"),
        iterator("TRIM_HORIZON"),
        { ...records(is.list(2)), keep: { second: "Records.1.dynamodb.SequenceNumber" } },
        iterator("AT_SEQUENCE_NUMBER", { SequenceNumber: "{second}" }),
      ],
      ...records([{ dynamodb: { Keys: key("2"), SequenceNumber: "{second}" } }]),
      after: [gone],
    },
    {
      name: "AFTER_SEQUENCE_NUMBER starts after the record",
      before: [
        ...streamed("KEYS_ONLY"),
        put("1"),
        put("2"),
        iterator("TRIM_HORIZON"),
        { ...records(is.list(2)), keep: { first: "Records.0.dynamodb.SequenceNumber" } },
        iterator("AFTER_SEQUENCE_NUMBER", { SequenceNumber: "{first}" }),
      ],
      ...records([{ dynamodb: { Keys: key("2") } }]),
      after: [gone],
    },
    {
      name: "A reader goes on with NextShardIterator, record by record",
      before: [
        ...streamed("KEYS_ONLY"),
        put("1"),
        put("2"),
        iterator("TRIM_HORIZON"),
        {
          call: "GetRecords",
          input: { ShardIterator: "{iterator}", Limit: 1 },
          gives: { Records: [{ dynamodb: { Keys: key("1") } }] },
          within: 20_000,
          keep: { iterator: "NextShardIterator" },
        },
      ],
      ...records([{ dynamodb: { Keys: key("2") } }]),
      after: [gone],
    },
    {
      name: "An open shard always has a next iterator",
      before: [...streamed("KEYS_ONLY"), iterator("TRIM_HORIZON")],
      call: "GetRecords",
      input: { ShardIterator: "{iterator}" },
      gives: { Records: [], NextShardIterator: is.text },
      after: [gone],
    },
    {
      name: "ListStreams lists the streams of a table",
      before: streamed("KEYS_ONLY"),
      call: "ListStreams",
      input: events,
      gives: { Streams: [{ StreamArn: "{stream}", TableName: "{events}", StreamLabel: is.text }] },
      after: [gone],
    },
    {
      name: "DescribeStream describes",
      before: streamed("KEYS_ONLY"),
      call: "DescribeStream",
      input: { StreamArn: "{stream}" },
      gives: {
        StreamDescription: {
          StreamArn: "{stream}",
          TableName: "{events}",
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          Shards: [{ ShardId: is.match(/^shardId-/), SequenceNumberRange: { StartingSequenceNumber: is.text } }],
        },
      },
      after: [gone],
    },
    {
      name: "A stream is unknown",
      call: "DescribeStream",
      input: { StreamArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/none/stream/2026-01-01T00:00:00.000" },
      fails: "ResourceNotFoundException",
    },
    {
      name: "A shard is unknown",
      before: streamed("KEYS_ONLY"),
      call: "GetShardIterator",
      input: {
        StreamArn: "{stream}",
        ShardId: "shardId-00000000000000000000-00000000",
        ShardIteratorType: "TRIM_HORIZON",
      },
      fails: "ResourceNotFoundException",
      after: [gone],
    },
    {
      name: "An iterator type is unknown",
      before: streamed("KEYS_ONLY"),
      call: "GetShardIterator",
      input: { StreamArn: "{stream}", ShardId: "{shard}", ShardIteratorType: "AT_TIMESTAMP" },
      fails: "ValidationException",
      after: [gone],
    },
    {
      name: "AT_SEQUENCE_NUMBER without one",
      before: streamed("KEYS_ONLY"),
      call: "GetShardIterator",
      input: { StreamArn: "{stream}", ShardId: "{shard}", ShardIteratorType: "AT_SEQUENCE_NUMBER" },
      fails: "ValidationException",
      after: [gone],
    },
    {
      name: "An iterator is none",
      call: "GetRecords",
      input: { ShardIterator: "none" },
      fails: "ValidationException",
    },
    {
      name: "GetRecords takes 1 to 1,000",
      before: [...streamed("KEYS_ONLY"), iterator("TRIM_HORIZON")],
      call: "GetRecords",
      input: { ShardIterator: "{iterator}", Limit: 1_001 },
      fails: "ValidationException",
      after: [gone],
    },
    {
      name: "A stream's records outlive its table's stream being switched off",
      before: [
        ...streamed("KEYS_ONLY"),
        put("1"),
        {
          service: "dynamodb",
          call: "UpdateTable",
          input: { ...events, StreamSpecification: { StreamEnabled: false } },
        },
        {
          call: "DescribeStream",
          input: { StreamArn: "{stream}" },
          gives: { StreamDescription: { StreamStatus: is.match(/^DISABL(ED|ING)$/) } },
          within: 30_000,
        },
        iterator("TRIM_HORIZON"),
      ],
      ...records([{ dynamodb: { Keys: key("1") } }]),
      after: [gone],
      source: "Amazon DynamoDB Developer Guide, Change data capture for DynamoDB Streams",
    },
    {
      name: "A time-to-live stream record would name its principal; a plain delete does not",
      before: [...streamed("OLD_IMAGE"), put("1", { a: S("x") }), remove("1"), iterator("TRIM_HORIZON")],
      ...records([{ eventName: "INSERT" }, { eventName: "REMOVE", userIdentity: is.absent }]),
      after: [gone],
    },
  ],
};
