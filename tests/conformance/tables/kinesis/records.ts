import { is, type Suite } from "../../case.ts";
import { base64, drop, iterator, lastKey, named, put, read, stream } from "./shared.ts";

const positioned = { first: "SequenceNumber" } as const;

/** Records: where they go, how they are read, what is refused. */
export const recordCases: Suite = {
  service: "kinesis",
  topic: "records",
  cases: [
    {
      name: "A record comes back as it was put",
      before: [...stream(), put("a", {}, positioned), iterator("TRIM_HORIZON")],
      call: "GetRecords",
      input: { ShardIterator: "{iterator}" },
      gives: {
        Records: [
          {
            SequenceNumber: "{first}",
            Data: base64("a"),
            PartitionKey: "k",
            ApproximateArrivalTimestamp: is.number,
          },
        ],
        NextShardIterator: is.text,
        MillisBehindLatest: is.number,
      },
      within: 10_000,
      after: [drop],
    },
    {
      name: "PutRecord tells shard and number",
      before: stream(),
      ...put("a"),
      gives: { ShardId: "{shard0}", SequenceNumber: is.match(/^\d{56}$/) },
      after: [drop],
    },
    {
      name: "AT_SEQUENCE_NUMBER begins with the record",
      before: [
        ...stream(),
        put("a", {}, positioned),
        put("b"),
        iterator("AT_SEQUENCE_NUMBER", { StartingSequenceNumber: "{first}" }),
      ],
      ...read(["a", "b"]),
      after: [drop],
    },
    {
      name: "AFTER_SEQUENCE_NUMBER begins after the record",
      before: [
        ...stream(),
        put("a", {}, positioned),
        put("b"),
        iterator("AFTER_SEQUENCE_NUMBER", { StartingSequenceNumber: "{first}" }),
      ],
      ...read(["b"]),
      after: [drop],
    },
    {
      name: "LATEST begins after everything so far",
      before: [...stream(), put("a"), iterator("LATEST"), put("b")],
      ...read(["b"]),
      after: [drop],
    },
    {
      name: "AT_TIMESTAMP begins with what came then or later",
      before: [...stream(), put("a"), iterator("AT_TIMESTAMP", { Timestamp: 1_700_000_000 })],
      ...read(["a"]),
      after: [drop],
    },
    {
      name: "A reader goes on with the next iterator",
      before: [
        ...stream(),
        put("a"),
        put("b"),
        iterator("TRIM_HORIZON"),
        { ...read(["a"], { Limit: 1 }), keep: { iterator: "NextShardIterator" } },
      ],
      ...read(["b"]),
      after: [drop],
    },
    {
      name: "An explicit hash key decides",
      before: [
        ...stream(2),
        iterator("TRIM_HORIZON", { ShardId: "{shard1}" }),
        put("high", { ExplicitHashKey: lastKey }),
      ],
      ...read(["high"]),
      after: [drop],
    },
    {
      name: "The MD5 of a partition key decides",
      before: [
        ...stream(2),
        // "a" is 0cc1…, "e" is e167…
        iterator("TRIM_HORIZON", { ShardId: "{shard1}" }),
        put("low", { PartitionKey: "a" }),
        put("high", { PartitionKey: "e" }),
      ],
      ...read(["high"]),
      after: [drop],
    },
    {
      name: "PutRecords puts several",
      before: stream(),
      call: "PutRecords",
      input: { ...named, Records: ["a", "b"].map((text) => ({ PartitionKey: text, Data: base64(text) })) },
      gives: {
        FailedRecordCount: 0,
        Records: ["a", "b"].map(() => ({ ShardId: "{shard0}", SequenceNumber: is.text, ErrorCode: is.absent })),
      },
      after: [drop],
    },
    {
      name: "PutRecords takes 500",
      before: stream(),
      call: "PutRecords",
      input: { ...named, Records: Array.from({ length: 501 }, () => ({ PartitionKey: "k", Data: "" })) },
      fails: "ValidationException",
      after: [drop],
    },
    {
      name: "A partition key of 257 characters",
      before: stream(),
      call: "PutRecord",
      input: { ...named, PartitionKey: "k".repeat(257), Data: "" },
      fails: "ValidationException",
      after: [drop],
    },
    {
      name: "A hash key beyond the last",
      before: stream(),
      call: "PutRecord",
      input: { ...named, PartitionKey: "k", Data: "", ExplicitHashKey: (1n << 128n).toString() },
      fails: "InvalidArgumentException",
      after: [drop],
    },
    {
      name: "A stream is unknown",
      call: "PutRecord",
      input: { ...named, PartitionKey: "k", Data: "" },
      fails: "ResourceNotFoundException",
    },
    {
      name: "A shard is unknown",
      before: stream(),
      call: "GetShardIterator",
      input: { ...named, ShardId: "shardId-000000000077", ShardIteratorType: "LATEST" },
      fails: "ResourceNotFoundException",
      after: [drop],
    },
    {
      name: "A position is unknown",
      before: stream(),
      call: "GetShardIterator",
      input: { ...named, ShardId: "{shard0}", ShardIteratorType: "END" },
      fails: "ValidationException",
      after: [drop],
    },
    {
      name: "AT_SEQUENCE_NUMBER without one",
      before: stream(),
      call: "GetShardIterator",
      input: { ...named, ShardId: "{shard0}", ShardIteratorType: "AT_SEQUENCE_NUMBER" },
      fails: "InvalidArgumentException",
      after: [drop],
    },
    {
      name: "An iterator is none",
      call: "GetRecords",
      input: { ShardIterator: "none" },
      fails: "InvalidArgumentException",
    },
    {
      name: "GetRecords takes 1 to 10,000",
      before: [...stream(), iterator("TRIM_HORIZON")],
      call: "GetRecords",
      input: { ShardIterator: "{iterator}", Limit: 10_001 },
      fails: "ValidationException",
      after: [drop],
    },
  ],
};
