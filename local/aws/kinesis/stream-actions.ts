import { AwsError } from "../../core/errors.ts";
import { type Context, type Reply, requireStreamName, requiredWithin, target, within } from "./context.ts";
import { constraintFailed, invalidArgument } from "./refusals.ts";
import { showShard } from "./shard-view.ts";
import { addStream, shardMetrics, type Stream, type StreamMode, streamArn, type StreamSettings } from "./stream.ts";

const hoursLeast = 24;
const hoursMost = 8_760;
const shardsMax = 10_000;
const pageMost = 10_000;
const modes: readonly StreamMode[] = ["PROVISIONED", "ON_DEMAND"];

/** CreateStream: the stream is there at once. */
export function createStream(context: Context): Reply {
  const { input, region } = context;
  const mode = modeOf(input.child("StreamModeDetails")?.text("StreamMode") ?? "PROVISIONED");
  const shardCount = within(input, "ShardCount", 1, shardsMax);
  makeStream(context, {
    name: input.requiredText("StreamName"),
    region,
    mode,
    shardCount,
    recordKibMax: within(input, "MaxRecordSizeInKiB", 1_024, 10_240),
    tags: input.strings("Tags"),
  });
  return {};
}

/** Makes a stream in the region of the request. Throws where there is one of that name. */
export function makeStream({ state, now }: Pick<Context, "state" | "now">, settings: StreamSettings): Stream {
  const { name, region, mode, shardCount } = settings;
  requireStreamName(name);
  if (state.streams.has(streamArn(state, region, name))) {
    throw new AwsError("ResourceInUseException", `Stream ${name} under account ${state.accountId} already exists.`);
  }
  if (mode === "PROVISIONED" && shardCount === undefined) {
    throw new AwsError("ValidationException", "ShardCount is required when StreamMode is PROVISIONED.");
  }
  if (mode === "ON_DEMAND" && shardCount !== undefined) {
    throw new AwsError("ValidationException", "Requested ShardCount is not supported when StreamMode is ON_DEMAND.");
  }
  return addStream(state, settings, now);
}

function modeOf(text: string): StreamMode {
  const mode = modes.find((one) => one === text);
  if (mode !== undefined) return mode;
  throw constraintFailed("streamModeDetails.streamMode", "satisfy enum value set: [PROVISIONED, ON_DEMAND]", text);
}

/** DeleteStream: its records are gone, and its readers find out. */
export function deleteStream(context: Context): Reply {
  const stream = target(context);
  context.state.streams.delete(stream.arn);
  context.rung.add(stream.arn);
  return {};
}

/** DescribeStream, a page of shards at a time. */
export function describeStream(context: Context): Reply {
  const stream = target(context);
  const limit = within(context.input, "Limit", 1, pageMost) ?? 100;
  const start = context.input.text("ExclusiveStartShardId") ?? "";
  const shards = stream.shards.filter(({ id }) => id > start);
  return {
    StreamDescription: {
      ...describe(stream),
      Shards: shards.slice(0, limit).map((shard) => showShard(stream, shard)),
      HasMoreShards: shards.length > limit,
    },
  };
}

/** DescribeStreamSummary. */
export function describeSummary(context: Context): Reply {
  const stream = target(context);
  const counts = { OpenShardCount: stream.open.length, ConsumerCount: 0 };
  return { StreamDescriptionSummary: { ...describe(stream), ...counts, MaxRecordSizeInKiB: stream.recordKibMax } };
}

function describe(stream: Stream): Reply {
  return {
    ...summary(stream),
    RetentionPeriodHours: stream.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: stream.shardLevelMetrics }],
    EncryptionType: stream.key === undefined ? "NONE" : "KMS",
    ...(stream.key !== undefined && { KeyId: stream.key }),
  };
}

function summary({ name, arn, mode, createdAt }: Stream): Reply {
  return {
    StreamName: name,
    StreamARN: arn,
    StreamStatus: "ACTIVE",
    StreamModeDetails: { StreamMode: mode },
    StreamCreationTimestamp: createdAt / 1_000,
  };
}

/** ListStreams, in the order of their names. */
export function listStreams({ state, region, input }: Context): Reply {
  const limit = within(input, "Limit", 1, pageMost) ?? 100;
  const start = input.text("ExclusiveStartStreamName") ?? input.text("NextToken") ?? "";
  const streams = [...state.streams.values()]
    .filter((stream) => stream.region === region && stream.name > start)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const shown = streams.slice(0, limit);
  const last = streams.length > limit ? shown.at(-1)?.name : undefined;
  return {
    StreamNames: shown.map(({ name }) => name),
    StreamSummaries: shown.map(summary),
    HasMoreStreams: last !== undefined,
    ...(last !== undefined && { NextToken: last }),
  };
}

/** IncreaseStreamRetentionPeriod. */
export function increaseRetention(context: Context): Reply {
  const stream = target(context);
  const hours = hoursOf(context);
  if (hours < stream.retentionHours) {
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing ` +
        `retention period (${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
    );
  }
  stream.retentionHours = hours;
  return {};
}

/** DecreaseStreamRetentionPeriod: what is older can no longer be read. */
export function decreaseRetention(context: Context): Reply {
  const stream = target(context);
  const hours = hoursOf(context);
  if (hours > stream.retentionHours) {
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing ` +
        `retention period (${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
    );
  }
  stream.retentionHours = hours;
  return {};
}

function hoursOf({ input }: Context): number {
  const hours = requiredWithin(input, "RetentionPeriodHours", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (hours < hoursLeast) {
    throw invalidArgument(
      `Minimum allowed retention period is ${hoursLeast} hours. Requested retention period (${hours} hours) is ` +
        "too short.",
    );
  }
  if (hours <= hoursMost) return hours;
  throw invalidArgument(
    `Maximum allowed retention period is ${hoursMost} hours. Requested retention period (${hours} hours) is too long.`,
  );
}

/** StartStreamEncryption: what is put from now on is encrypted. */
export function startEncryption(context: Context): Reply {
  const stream = target(context);
  requireKms(context);
  const key = context.input.text("KeyId");
  if (key === undefined) throw constraintFailed("keyId", "not be null", "null");
  stream.key = key;
  return {};
}

/** StopStreamEncryption. */
export function stopEncryption(context: Context): Reply {
  const stream = target(context);
  requireKms(context);
  if (context.input.text("KeyId") === undefined) throw constraintFailed("keyId", "not be null", "null");
  stream.key = undefined;
  return {};
}

function requireKms({ input }: Context): void {
  const type = input.text("EncryptionType") ?? "null";
  if (type !== "KMS") throw constraintFailed("encryptionType", "satisfy enum value set: [KMS]", type);
}

/** UpdateStreamMode; its shards stay as they are. */
export function updateMode(context: Context): Reply {
  const stream = target(context);
  stream.mode = modeOf(context.input.child("StreamModeDetails")?.text("StreamMode") ?? "null");
  return {};
}

/** EnableEnhancedMonitoring and DisableEnhancedMonitoring: noted, and measured by nobody. */
export function monitor(context: Context, isOn: boolean): Reply {
  const stream = target(context);
  const wanted = context.input.texts("ShardLevelMetrics").flatMap((name) => (name === "ALL" ? shardMetrics : [name]));
  const stranger = wanted.find((name) => !shardMetrics.includes(name));
  if (stranger !== undefined) {
    const set = [...shardMetrics, "ALL"].join(", ");
    throw constraintFailed("shardLevelMetrics", `satisfy enum value set: [${set}]`, `[${stranger}]`);
  }
  const before = stream.shardLevelMetrics;
  const kept = before.filter((name) => !wanted.includes(name));
  stream.shardLevelMetrics = isOn ? [...kept, ...new Set(wanted)] : kept;
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardLevelMetrics: before,
    DesiredShardLevelMetrics: stream.shardLevelMetrics,
  };
}
