import { showHashKey } from "./hash-key.ts";
import type { Shard } from "./shard.ts";
import { showSequence, type Stream } from "./stream.ts";

/** A shard as DescribeStream and ListShards tell it. */
export function showShard(stream: Stream, shard: Shard): Readonly<Record<string, unknown>> {
  const [parent, adjacent] = shard.parents;
  const { closed } = shard;
  return {
    ShardId: shard.id,
    ...(parent !== undefined && { ParentShardId: parent }),
    ...(adjacent !== undefined && { AdjacentParentShardId: adjacent }),
    HashKeyRange: hashKeyRange(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: showSequence(stream, shard.firstSequence),
      ...(closed !== undefined && { EndingSequenceNumber: showSequence(stream, closed.lastSequence) }),
    },
  };
}

/** The hash keys of a shard, in decimal. */
export function hashKeyRange({ start, end }: Shard): Readonly<Record<string, string>> {
  return { StartingHashKey: showHashKey(start), EndingHashKey: showHashKey(end) };
}
