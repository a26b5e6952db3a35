import { createHash } from "node:crypto";
import { array, assert, integer, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { arnOf, base64, kinesisUnderTest, lastKey, tenths } from "./harness.ts";

const hours = 3_600_000;

describe("records of a stream", () => {
  it("go to the shard whose range holds the MD5 of their partition key", () => {
    assert(
      property(
        integer({ min: 1, max: 7 }),
        array(string({ minLength: 1, maxLength: 20 }), { maxLength: 20 }),
        (count, keys) => {
          const { put, shards } = kinesisUnderTest(count);
          for (const key of keys) {
            const hash = BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
            const { ShardId } = put("x", key);
            const { HashKeyRange: range } = shards().find((shard) => shard.ShardId === ShardId) ?? {};
            expect(BigInt(range?.StartingHashKey ?? -1) <= hash && hash <= BigInt(range?.EndingHashKey ?? -1)).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("take an explicit hash key instead", () => {
    const { call, texts } = kinesisUnderTest(2);
    const put = (Data: string, ExplicitHashKey: string) =>
      call("PutRecord", { PartitionKey: "same", Data: base64(Data), ExplicitHashKey });
    put("low", "0");
    put("lower half", tenths(4));
    put("high", lastKey);
    expect(texts()).toEqual([["low", "lower half"], ["high"]]);
  });

  it("have rising sequence numbers, and come back as they were put", () => {
    const { kernel, put, read, iterator } = kinesisUnderTest();
    const numbers = ["a", "b", "c"].map((text) => String(put(text, "k")["SequenceNumber"]));
    expect(numbers.every((number) => /^\d{56}$/.test(number))).toBe(true);
    expect(numbers.toSorted()).toEqual(numbers);
    const { Records, MillisBehindLatest } = read(iterator("TRIM_HORIZON"), { Limit: 2 });
    expect(MillisBehindLatest).toBe(0);
    expect(Records).toEqual([
      {
        SequenceNumber: numbers[0],
        ApproximateArrivalTimestamp: kernel.now() / 1_000,
        Data: base64("a"),
        PartitionKey: "k",
        EncryptionType: "NONE",
      },
      expect.objectContaining({ SequenceNumber: numbers[1], Data: base64("b") }),
    ]);
  });

  it("are read from any of the five positions", async () => {
    const { kernel, put, read, iterator } = kinesisUnderTest();
    const first = put("a")["SequenceNumber"];
    await kernel.advance(1_000);
    const between = kernel.now() / 1_000;
    put("b");
    const latest = iterator("LATEST");
    put("c");
    const from = (at: string) => read(at).Records.map(({ PartitionKey }) => PartitionKey);
    expect(from(iterator("TRIM_HORIZON"))).toEqual(["a", "b", "c"]);
    expect(from(iterator("AT_SEQUENCE_NUMBER", { StartingSequenceNumber: first }))).toEqual(["a", "b", "c"]);
    expect(from(iterator("AFTER_SEQUENCE_NUMBER", { StartingSequenceNumber: first }))).toEqual(["b", "c"]);
    expect(from(iterator("AT_TIMESTAMP", { Timestamp: between }))).toEqual(["b", "c"]);
    expect(from(latest)).toEqual(["c"]);
  });

  it("go on with the next iterator, which a reader holds for five minutes", async () => {
    const { kernel, put, read, answer, iterator } = kinesisUnderTest();
    put("a");
    const { NextShardIterator: next = "" } = read(iterator("TRIM_HORIZON"));
    put("b");
    await kernel.advance(300_000);
    expect(read(next).Records.map(({ PartitionKey }) => PartitionKey)).toEqual(["b"]);
    await kernel.advance(1);
    expect(answer("GetRecords", { ShardIterator: next })).toContain("ExpiredIteratorException: Iterator expired.");
  });

  it("are kept for as long as the stream says", async () => {
    const { kernel, put, call, texts } = kinesisUnderTest();
    put("a");
    await kernel.advance(20 * hours);
    put("b");
    await kernel.advance(4 * hours);
    expect(texts()).toEqual([["b"]]);
    call("IncreaseStreamRetentionPeriod", { RetentionPeriodHours: 168 });
    await kernel.advance(100 * hours);
    expect(texts()).toEqual([["b"]]);
    call("DecreaseStreamRetentionPeriod", { RetentionPeriodHours: 24 });
    expect(texts()).toEqual([[]]);
  });

  it("are at most 10 MB an answer", () => {
    const { put, read, iterator, kinesis } = kinesisUnderTest();
    put("a");
    const big = { bytes: 4 * 1_048_576, encode: () => "AAAA" };
    kinesis.intake.put(arnOf("s"), [
      { partitionKey: "b", data: big },
      { partitionKey: "c", data: big },
      { partitionKey: "d", data: big },
    ]);
    expect(read(iterator("TRIM_HORIZON")).Records).toHaveLength(3);
  });
});

describe("PutRecords", () => {
  it("puts what there is room for, and says what it has not put", async () => {
    const { kernel, call, texts } = kinesisUnderTest();
    const entries = (count: number, text: string) =>
      Array.from({ length: count }, (_, index) => ({ PartitionKey: `${index}`, Data: base64(text) }));
    expect(call("PutRecords", { Records: entries(500, "a") })["FailedRecordCount"]).toBe(0);
    expect(call("PutRecords", { Records: entries(499, "a") })["FailedRecordCount"]).toBe(0);
    const { FailedRecordCount, Records } = call("PutRecords", { Records: entries(3, "b") });
    expect([FailedRecordCount, Records]).toEqual([
      2,
      [
        { ShardId: "shardId-000000000000", SequenceNumber: expect.any(String) },
        ...[1, 2].map(() => ({
          ErrorCode: "ProvisionedThroughputExceededException",
          ErrorMessage: "Rate exceeded for shard shardId-000000000000 in stream s under account 111122223333.",
        })),
      ],
    ]);
    await kernel.advance(2);
    expect(call("PutRecords", { Records: entries(3, "c") })["FailedRecordCount"]).toBe(1);
    expect(texts()[0]?.slice(999)).toEqual(["b", "c", "c"]);
  });

  it("counts bytes too", () => {
    const { answer } = kinesisUnderTest();
    const put = (bytes: number) => answer("PutRecord", { PartitionKey: "k", Data: base64("x".repeat(bytes)) });
    expect(put(700_000)).toMatchObject({ ShardId: "shardId-000000000000" });
    expect(put(700_000)).toContain("ProvisionedThroughputExceededException");
    expect(put(300_000)).toMatchObject({ ShardId: "shardId-000000000000" });
  });
});

describe("what records are refused for", () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    [
      "no partition key",
      "PutRecord",
      { Data: "" },
      "ValidationException: 1 validation error detected: Value 'null' at 'partitionKey'",
    ],
    [
      "a long partition key",
      "PutRecord",
      { Data: "", PartitionKey: "k".repeat(257) },
      "Member must have length less than or equal to 256",
    ],
    [
      "no data",
      "PutRecord",
      { PartitionKey: "k" },
      "Value 'null' at 'data' failed to satisfy constraint: Member must not be null",
    ],
    [
      "big data",
      "PutRecord",
      { PartitionKey: "k", Data: base64("x".repeat(1_048_577)) },
      "Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    ],
    [
      "a hash key too high",
      "PutRecord",
      { PartitionKey: "k", Data: "", ExplicitHashKey: `${2n ** 128n}` },
      "InvalidArgumentException: Invalid ExplicitHashKey.",
    ],
    ["no records", "PutRecords", { Records: [] }, "Member must have length greater than or equal to 1"],
    [
      "501 records",
      "PutRecords",
      { Records: Array.from({ length: 501 }, () => ({ PartitionKey: "k", Data: "" })) },
      "Member must have length less than or equal to 500",
    ],
    [
      "an unknown stream",
      "PutRecord",
      { StreamName: "none", PartitionKey: "k", Data: "" },
      "ResourceNotFoundException: Stream none under account 111122223333 not found.",
    ],
    [
      "a limit of 10,001",
      "GetRecords",
      { ShardIterator: "x", Limit: 10_001 },
      "Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    ["no iterator", "GetRecords", { ShardIterator: "x" }, "InvalidArgumentException: Invalid ShardIterator."],
    [
      "an unknown shard",
      "GetShardIterator",
      { ShardId: "shardId-000000000009", ShardIteratorType: "LATEST" },
      "ResourceNotFoundException: Shard shardId-000000000009 in stream s under account 111122223333 does not exist",
    ],
    [
      "an unknown position",
      "GetShardIterator",
      { ShardId: "shardId-000000000000", ShardIteratorType: "END" },
      "ValidationException",
    ],
    [
      "a position without its number",
      "GetShardIterator",
      { ShardId: "shardId-000000000000", ShardIteratorType: "AT_SEQUENCE_NUMBER" },
      "Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.",
    ],
    [
      "another stream's number",
      "GetShardIterator",
      {
        ShardId: "shardId-000000000000",
        ShardIteratorType: "AT_SEQUENCE_NUMBER",
        StartingSequenceNumber: "49".padEnd(56, "7"),
      },
      "InvalidArgumentException: StartingSequenceNumber",
    ],
  ])("%s", (_what, action, input, sentence) => {
    expect(kinesisUnderTest().answer(action, input)).toContain(sentence);
  });
});
