import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { kinesisUnderTest, lastKey, tenths, type KinesisUnderTest } from "./harness.ts";

const open = ({ shards }: KinesisUnderTest) =>
  shards()
    .filter(({ SequenceNumberRange }) => SequenceNumberRange.EndingSequenceNumber === undefined)
    .map(({ HashKeyRange }) => ({ from: BigInt(HashKeyRange.StartingHashKey), to: BigInt(HashKeyRange.EndingHashKey) }))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));

describe("the shards of a stream", () => {
  it("always divide all hash keys, however often their number changes", () => {
    assert(
      property(integer({ min: 1, max: 6 }), array(integer({ min: 1, max: 12 }), { maxLength: 5 }), (first, counts) => {
        const under = kinesisUnderTest(first);
        for (const count of counts) {
          const before = open(under).length;
          const isFar = count > before * 2 || count < before / 2;
          const answer = under.answer("UpdateShardCount", { TargetShardCount: count, ScalingType: "UNIFORM_SCALING" });
          expect(typeof answer === "string").toBe(isFar);
          const ranges = open(under);
          expect(ranges).toHaveLength(isFar ? before : count);
          expect([ranges[0]?.from, ranges.at(-1)?.to]).toEqual([0n, BigInt(lastKey)]);
          for (const [index, { from }] of ranges.slice(1).entries()) expect(from).toBe((ranges[index]?.to ?? 0n) + 1n);
          const sizes = ranges.map(({ from, to }) => to - from);
          const spread = Math.abs(Number((sizes[0] ?? 0n) - (sizes.at(-1) ?? 0n)));
          expect(spread).toBeLessThan(1_000);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("split in two, and the parent ends where its children begin", () => {
    const under = kinesisUnderTest();
    const { call, put, texts, shards, read, iterator } = under;
    put("before", "k");
    call("SplitShard", { ShardToSplit: "shardId-000000000000", NewStartingHashKey: tenths(3) });
    put("after", "k");
    const [parent, low, high] = shards();
    expect([low?.ParentShardId, high?.ParentShardId]).toEqual([parent?.ShardId, parent?.ShardId]);
    expect(high?.HashKeyRange).toEqual({ StartingHashKey: tenths(3), EndingHashKey: lastKey });
    const ending = parent?.SequenceNumberRange.EndingSequenceNumber ?? "";
    expect(ending < (low?.SequenceNumberRange.StartingSequenceNumber ?? "")).toBe(true);
    expect(texts()[0]).toEqual(["before"]);
    expect(texts().slice(1).flat()).toEqual(["after"]);
    const end = read(iterator("TRIM_HORIZON"));
    expect(end.NextShardIterator).toBeUndefined();
    expect(end["ChildShards"]).toMatchObject([low, high].map((child) => ({ ShardId: child?.ShardId })));
  });

  it("merge into one that has two parents", () => {
    const under = kinesisUnderTest(3);
    const { call, shards } = under;
    call("MergeShards", { ShardToMerge: "shardId-000000000002", AdjacentShardToMerge: "shardId-000000000001" });
    expect(shards().at(-1)).toMatchObject({
      ParentShardId: "shardId-000000000002",
      AdjacentParentShardId: "shardId-000000000001",
      HashKeyRange: { EndingHashKey: lastKey },
    });
    expect(open(under)).toHaveLength(2);
  });

  it("are forgotten once a closed one has nothing left that could be read", async () => {
    const { call, kernel, shards } = kinesisUnderTest();
    call("SplitShard", { ShardToSplit: "shardId-000000000000", NewStartingHashKey: tenths(5) });
    await kernel.advance(24 * 3_600_000 - 1);
    expect(shards()).toHaveLength(3);
    await kernel.advance(1);
    expect(shards().map(({ ShardId }) => ShardId)).toEqual(["shardId-000000000001", "shardId-000000000002"]);
  });

  it("are listed a page at a time, and as a filter says", () => {
    const { call } = kinesisUnderTest(3);
    call("SplitShard", { ShardToSplit: "shardId-000000000000", NewStartingHashKey: tenths(1) });
    const ids = (input: Record<string, unknown>) =>
      // As ListShards answers.
      (call("ListShards", input)["Shards"] as { ShardId: string }[]).map(({ ShardId }) => Number(ShardId.slice(8)));
    const token = call("ListShards", { MaxResults: 2 })["NextToken"];
    expect(ids({ NextToken: token })).toEqual([2, 3, 4]);
    expect(ids({ ShardFilter: { Type: "AT_LATEST" } })).toEqual([1, 2, 3, 4]);
    expect(ids({ ShardFilter: { Type: "AT_TRIM_HORIZON" } })).toEqual([0, 1, 2]);
    expect(ids({ ShardFilter: { Type: "AFTER_SHARD_ID", ShardId: "shardId-000000000002" } })).toEqual([3, 4]);
    expect(ids({ ExclusiveStartShardId: "shardId-000000000003" })).toEqual([4]);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    [
      "a split at the first key",
      "SplitShard",
      { ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1" },
      "is not both greater than one plus the shard's StartingHashKey 0",
    ],
    [
      "a split of an unknown shard",
      "SplitShard",
      { ShardToSplit: "shardId-000000000007", NewStartingHashKey: "9" },
      "ResourceNotFoundException: Shard shardId-000000000007",
    ],
    [
      "a merger of shards that do not meet",
      "MergeShards",
      { ShardToMerge: "shardId-000000000000", AdjacentShardToMerge: "shardId-000000000002" },
      "are not an adjacent pair of shards eligible for merging",
    ],
    [
      "more than double",
      "UpdateShardCount",
      { TargetShardCount: 7, ScalingType: "UNIFORM_SCALING" },
      "cannot scale up over double your current open shard count. Current open shard count: 3 Target: 7",
    ],
    [
      "less than half",
      "UpdateShardCount",
      { TargetShardCount: 1, ScalingType: "UNIFORM_SCALING" },
      "cannot scale down below half your current open shard count",
    ],
    [
      "another way of scaling",
      "UpdateShardCount",
      { TargetShardCount: 2, ScalingType: "RANDOM" },
      "ValidationException",
    ],
  ])("refuse %s", (_what, action, input, sentence) => {
    expect(kinesisUnderTest(3).answer(action, input)).toContain(sentence);
  });

  it("are split once", () => {
    const { call, answer } = kinesisUnderTest();
    const split = { ShardToSplit: "shardId-000000000000", NewStartingHashKey: tenths(5) };
    call("SplitShard", split);
    expect(answer("SplitShard", split)).toContain("has already been merged or split");
  });
});
