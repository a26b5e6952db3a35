import { notImplemented } from "../../core/errors.ts";
import { type Context, type Reply, requireStream, requiredWithin, target, within } from "./context.ts";
import { neighbour, parseHashKey, showHashKey } from "./hash-key.ts";
import { constraintFailed, invalidArgument, notFound } from "./refusals.ts";
import { areAdjacent, mergeInto, openOnes, scaleUniformly, type Shard, splitInto } from "./shard.ts";
import { showShard } from "./shard-view.ts";
import type { Stream } from "./stream.ts";

const listMost = 10_000;
const listDefault = 1_000;

/** ListShards. A token carries the stream, the filter and where the page before ended. */
export function listShards(context: Context): Reply {
  const { input, state, region, now } = context;
  const token = input.text("NextToken");
  if (token !== undefined && (input.text("StreamName") ?? input.text("StreamARN")) !== undefined) {
    throw invalidArgument("NextToken and StreamName cannot be provided together.");
  }
  const [tokenArn = "", tokenFilter = "", tokenStart = ""] = token?.split("|") ?? [];
  const stream = token === undefined ? target(context) : requireStream(state, region, tokenArn, now);
  const filter = token === undefined ? (input.child("ShardFilter")?.text("Type") ?? "") : tokenFilter;
  const start = token === undefined ? startOf(context, filter) : tokenStart;
  const limit = within(input, "MaxResults", 1, listMost) ?? listDefault;
  const shards = filtered(stream, filter).filter(({ id }) => id > start);
  const shown = shards.slice(0, limit);
  const last = shards.length > limit ? shown.at(-1)?.id : undefined;
  return {
    Shards: shown.map((shard) => showShard(stream, shard)),
    ...(last !== undefined && { NextToken: `${stream.arn}|${filter}|${last}` }),
  };
}

function startOf({ input }: Context, filter: string): string {
  const start = input.text("ExclusiveStartShardId");
  if (filter !== "AFTER_SHARD_ID") return start ?? "";
  const after = input.child("ShardFilter")?.text("ShardId");
  if (after === undefined) throw invalidArgument("ShardId must be provided when ShardFilterType is AFTER_SHARD_ID.");
  return after;
}

function filtered({ shards }: Stream, filter: string): readonly Shard[] {
  switch (filter) {
    case "":
    case "AFTER_SHARD_ID":
    case "FROM_TRIM_HORIZON":
      return shards;
    case "AT_LATEST":
      return shards.filter(({ closed }) => closed === undefined);
    case "AT_TRIM_HORIZON":
      return shards.filter(({ parents }) => !shards.some(({ id }) => parents.includes(id)));
    default:
      throw notImplemented(`the shard filter ${filter}`);
  }
}

/** SplitShard. */
export function splitShard(context: Context): Reply {
  const { state, input, now } = context;
  const stream = target(context);
  const shard = eligible(context, stream, "ShardToSplit");
  const wanted = input.requiredText("NewStartingHashKey");
  const at = parseHashKey(wanted);
  if (at === undefined) {
    throw constraintFailed("newStartingHashKey", "satisfy regular expression pattern: 0|([1-9]\\d{0,38})", wanted);
  }
  if (shard.start === shard.end || at <= neighbour(shard.start, 1) || at >= shard.end) {
    throw invalidArgument(
      `NewStartingHashKey ${wanted} used in SplitShard() on shard ${shard.id} in stream ${stream.name} under account ` +
        `${state.accountId} is not both greater than one plus the shard's StartingHashKey ` +
        `${showHashKey(shard.start)} and less than the shard's EndingHashKey ${showHashKey(shard.end)}.`,
    );
  }
  splitInto(stream, shard, at, now);
  return resharded(context, stream);
}

/** MergeShards. */
export function mergeShards(context: Context): Reply {
  const stream = target(context);
  const shard = eligible(context, stream, "ShardToMerge");
  const adjacent = eligible(context, stream, "AdjacentShardToMerge");
  if (shard === adjacent || !areAdjacent(shard, adjacent)) {
    throw invalidArgument(
      `Shards ${shard.id} and ${adjacent.id} in stream ${stream.name} under account ${context.state.accountId} are ` +
        "not an adjacent pair of shards eligible for merging",
    );
  }
  mergeInto(stream, shard, adjacent, context.now);
  return resharded(context, stream);
}

/** UpdateShardCount. */
export function updateShardCount(context: Context): Reply {
  const stream = target(context);
  const count = requiredWithin(context.input, "TargetShardCount", 1, listMost);
  const type = context.input.text("ScalingType") ?? "null";
  if (type !== "UNIFORM_SCALING")
    throw constraintFailed("scalingType", "satisfy enum value set: [UNIFORM_SCALING]", type);
  const before = stream.open.length;
  scaleStream(context, stream, count);
  return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardCount: before, TargetShardCount: count };
}

/** Brings a stream to `count` even shards. Throws beyond the double and the half of what it has. */
export function scaleStream(context: Pick<Context, "now" | "rung">, stream: Stream, count: number): void {
  const before = stream.open.length;
  const counts = `Current open shard count: ${before} Target: ${count}`;
  if (count > before * 2) {
    throw invalidArgument(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
  }
  if (count < before / 2) {
    throw invalidArgument(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
  }
  scaleUniformly(stream, count, context.now);
  resharded(context, stream);
}

/** Readers find the shards that came, and that others end. */
function resharded({ rung }: Pick<Context, "rung">, stream: Stream): Reply {
  stream.open = openOnes(stream);
  rung.add(stream.arn);
  return {};
}

function eligible({ state, input }: Context, stream: Stream, member: string): Shard {
  const shard = requireShard(state.accountId, stream, input.requiredText(member));
  if (shard.closed === undefined) return shard;
  throw invalidArgument(
    `Shard ${shard.id} in stream ${stream.name} under account ${state.accountId} has already been merged or split, ` +
      "and thus is not eligible for merging or splitting.",
  );
}

/** A shard by its id. Throws `ResourceNotFoundException`. */
export function requireShard(accountId: string, stream: Stream, id: string): Shard {
  const shard = stream.shards.find((one) => one.id === id);
  if (shard !== undefined) return shard;
  throw notFound(`Shard ${id} in stream ${stream.name} under account ${accountId} does not exist`);
}
