import type { Fields, Step } from "../../case.ts";

export const named = { StreamName: "{case}" } as const;
export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Half of all hash keys. */
export const half = (1n << 127n).toString();
export const lastKey = ((1n << 128n) - 1n).toString();

/** Waits until the stream can be used again after a change. */
export const active: Step = {
  call: "DescribeStreamSummary",
  input: named,
  gives: { StreamDescriptionSummary: { StreamStatus: "ACTIVE" } },
  within: 120_000,
};

/** A stream of the case's own; its shards are kept as `{shard0}`, `{shard1}`, … */
export function stream(count = 1): readonly Step[] {
  const keep = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`shard${index}`, `Shards.${index}.ShardId`]),
  );
  return [
    { call: "CreateStream", input: { ...named, ShardCount: count } },
    { ...active, keep: { arn: "StreamDescriptionSummary.StreamARN" } },
    { call: "ListShards", input: named, keep },
  ];
}

export const drop: Step = { call: "DeleteStream", input: named };

export const put = (text: string, more: Fields = {}, keep: Step["keep"] = {}): Step => ({
  call: "PutRecord",
  input: { ...named, PartitionKey: "k", Data: base64(text), ...more },
  keep,
});

export const iterator = (type: string, more: Fields = {}): Step => ({
  call: "GetShardIterator",
  input: { ...named, ShardId: "{shard0}", ShardIteratorType: type, ...more },
  keep: { iterator: "ShardIterator" },
});

/** Reads what there is; AWS may answer nothing at first. */
export const read = (texts: readonly string[], more: Fields = {}): Step => ({
  call: "GetRecords",
  input: { ShardIterator: "{iterator}", ...more },
  gives: { Records: texts.map((text) => ({ Data: base64(text) })) },
  within: 10_000,
});
