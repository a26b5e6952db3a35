import { is, type Fields, type Step, type Suite } from "../../case.ts";
import { active, drop, half, iterator, lastKey, named, put, read, stream } from "./shared.ts";

const split = (at = half): Step => ({
  call: "SplitShard",
  input: { ...named, ShardToSplit: "{shard0}", NewStartingHashKey: at },
});
const merge: Step = {
  call: "MergeShards",
  input: { ...named, ShardToMerge: "{shard0}", AdjacentShardToMerge: "{shard1}" },
};
const scale = (count: number): { readonly call: string; readonly input: Fields } => ({
  call: "UpdateShardCount",
  input: { ...named, TargetShardCount: count, ScalingType: "UNIFORM_SCALING" },
});

/** Resharding. */
export const shardCases: Suite = {
  service: "kinesis",
  topic: "shards",
  cases: [
    {
      name: "Two shards halve all hash keys",
      before: stream(2),
      call: "ListShards",
      input: named,
      gives: {
        Shards: [
          {
            ShardId: "shardId-000000000000",
            HashKeyRange: { StartingHashKey: "0", EndingHashKey: (BigInt(half) - 1n).toString() },
            SequenceNumberRange: { StartingSequenceNumber: is.text, EndingSequenceNumber: is.absent },
          },
          { ShardId: "shardId-000000000001", HashKeyRange: { StartingHashKey: half, EndingHashKey: lastKey } },
        ],
      },
      after: [drop],
    },
    {
      name: "ListShards goes on with its token",
      before: [
        ...stream(2),
        {
          call: "ListShards",
          input: { ...named, MaxResults: 1 },
          gives: { Shards: is.list(1) },
          keep: { next: "NextToken" },
        },
      ],
      call: "ListShards",
      input: { NextToken: "{next}" },
      gives: { Shards: [{ ShardId: "{shard1}" }] },
      after: [drop],
    },
    {
      name: "A split closes the parent and opens two children",
      before: [...stream(), split(), active],
      call: "ListShards",
      input: named,
      gives: {
        Shards: [
          { ShardId: "{shard0}", SequenceNumberRange: { EndingSequenceNumber: is.text } },
          { ParentShardId: "{shard0}", HashKeyRange: { StartingHashKey: "0" } },
          { ParentShardId: "{shard0}", HashKeyRange: { StartingHashKey: half, EndingHashKey: lastKey } },
        ],
      },
      after: [drop],
    },
    {
      name: "A parent is read to its end, which names its children",
      before: [...stream(), put("before"), split(), active, put("after"), iterator("TRIM_HORIZON")],
      ...read(["before"]),
      gives: { ...Object(read(["before"]).gives), NextShardIterator: is.absent, ChildShards: is.list(2) },
      after: [drop],
    },
    {
      name: "A merger has two parents",
      before: [...stream(2), merge, active],
      call: "ListShards",
      input: { ...named, ShardFilter: { Type: "AT_LATEST" } },
      gives: {
        Shards: [
          {
            ParentShardId: "{shard0}",
            AdjacentParentShardId: "{shard1}",
            HashKeyRange: { StartingHashKey: "0", EndingHashKey: lastKey },
          },
        ],
      },
      after: [drop],
    },
    {
      name: "UpdateShardCount doubles",
      before: [...stream(), { ...scale(2), gives: { CurrentShardCount: 1, TargetShardCount: 2 } }, active],
      call: "DescribeStreamSummary",
      input: named,
      gives: { StreamDescriptionSummary: { OpenShardCount: 2 } },
      after: [drop],
    },
    {
      name: "UpdateShardCount to more than double",
      before: stream(),
      ...scale(3),
      fails: "InvalidArgumentException",
      after: [drop],
    },
    {
      name: "UpdateShardCount to less than half",
      before: stream(4),
      ...scale(1),
      fails: "InvalidArgumentException",
      after: [drop],
    },
    {
      name: "A split at the shard's own start",
      before: stream(),
      ...split("0"),
      fails: "InvalidArgumentException",
      after: [drop],
    },
    {
      name: "A merger of shards that do not meet",
      before: stream(3),
      call: "MergeShards",
      input: { ...named, ShardToMerge: "{shard0}", AdjacentShardToMerge: "{shard2}" },
      fails: "InvalidArgumentException",
      after: [drop],
    },
    {
      name: "A shard is split once",
      before: [...stream(), split(), active],
      ...split("99"),
      fails: "InvalidArgumentException",
      after: [drop],
    },
  ],
};
