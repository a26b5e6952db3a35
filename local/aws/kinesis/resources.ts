import type { Call } from "../../core/call.ts";
import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs, ownId } from "../given-inputs.ts";
import { defineResource, isProperties, type Reader } from "../inputs.ts";
import { all, between, lengthBetween, matching, oneOf, shape } from "../rules.ts";
import type { Context, Reply } from "./context.ts";
import { notFound } from "./refusals.ts";
import { scaleStream } from "./shard-actions.ts";
import { makeStream } from "./stream-actions.ts";
import { shardMetrics, type State, type Stream, streamArn, type StreamMode } from "./stream.ts";

/** Runs one step of the service in a region: readers hear of what it did. */
type Run = (region: string, call: Pick<Call, "action" | "input">, act: (context: Context) => Reply) => Reply;

const type = "aws:kinesis/stream:Stream";
const streamInputs: Readonly<Record<string, InputRule>> = {
  name: {
    replaces: true,
    computed: true,
    autoName: { lengthMax: 128 },
    ...all(
      lengthBetween(1, 128),
      matching(/^[\w.-]+$/, "must only include alphanumeric, underscore, period, or hyphen characters"),
    ),
  },
  encryptionType: { default: "NONE", ...oneOf("NONE", "KMS") },
  enforceConsumerDeletion: { default: false },
  kmsKeyId: {},
  maxRecordSizeInKib: { computed: true, ...between(1_024, 10_240) },
  retentionPeriod: { default: 24, ...between(24, 8_760) },
  shardCount: between(0, 10_000),
  shardLevelMetrics: {
    unordered: true,
    refusal: (value) => {
      const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
      const one = oneOf(...shardMetrics);
      return listed.map((item) => one.refusal(item)).find((reason) => reason !== undefined);
    },
  },
  streamModeDetails: {
    computed: true,
    ...shape({ streamMode: { required: true, ...oneOf("PROVISIONED", "ON_DEMAND") } }),
  },
};

/** The resource types of `aws:kinesis/*` that the local cloud knows. */
export function createKinesisResources(run: Run, state: State): readonly ResourceModel[] {
  const find = ({ id, region }: Existing): Stream | undefined =>
    state.streams.get(id.startsWith("arn:") ? id : streamArn(state, region, id));
  const act = (region: string, input: Properties, step: (context: Context) => void): void =>
    void run(region, { action: type, input }, (context) => {
      step(context);
      return {};
    });
  return [
    defineResource({
      type,
      inputs: streamInputs,
      check: checkStream,
      create(inputs, { region }) {
        const name = inputs.requiredText("name");
        act(region, inputs.properties, (context) => {
          const settings = { name, region, mode: modeOf(inputs), shardCount: shardCountOf(inputs) };
          const recordKibMax = inputs.number("maxRecordSizeInKib");
          const stream = makeStream(context, { ...settings, recordKibMax, tags: inputs.strings("tags") });
          applySettings(stream, inputs);
        });
        const arn = streamArn(state, region, name);
        const stream = state.streams.get(arn);
        return { id: arn, outputs: stream === undefined ? {} : outputsOf(stream, inputs.properties) };
      },
      read(existing) {
        const stream = find(existing);
        return stream === undefined
          ? undefined
          : { ...outputsOf(stream, existing.inputs), ...ownId(existing, stream.arn) };
      },
      update(inputs, existing) {
        const stream = find(existing);
        if (stream === undefined) throw notFound(`Stream ${existing.id} under account ${state.accountId} not found.`);
        act(existing.region, inputs.properties, (context) => {
          const mode = modeOf(inputs);
          const count = shardCountOf(inputs);
          if (count !== undefined && count !== stream.open.length) scaleStream(context, stream, count);
          stream.mode = mode;
          stream.tags = inputs.strings("tags");
          stream.recordKibMax = inputs.number("maxRecordSizeInKib") ?? stream.recordKibMax;
          applySettings(stream, inputs);
        });
        return outputsOf(stream, inputs.properties);
      },
      delete(existing) {
        const stream = find(existing);
        if (stream === undefined) return;
        act(existing.region, {}, ({ rung }) => {
          state.streams.delete(stream.arn);
          rung.add(stream.arn);
        });
      },
    }),
  ];
}

function checkStream(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[] {
  const { streamModeDetails: details, shardCount, encryptionType, kmsKeyId } = inputs;
  const failures: CheckFailure[] = [];
  const mode = isProperties(details) ? details["streamMode"] : "PROVISIONED";
  const count = Number(shardCount ?? 0);
  if (mode === "ON_DEMAND" && count > 0) {
    failures.push({ property: "shardCount", reason: "shard_count must not be set when stream_mode is ON_DEMAND" });
  }
  const isKnown = !unknowns.has("shardCount") && !unknowns.has("streamModeDetails");
  if (mode === "PROVISIONED" && count < 1 && isKnown) {
    const reason = "shard_count must be at least 1 when stream_mode is PROVISIONED";
    failures.push({ property: "shardCount", reason });
  }
  if (encryptionType === "KMS" && kmsKeyId === undefined && !unknowns.has("kmsKeyId")) {
    const reason = "KMS Key Id required when setting encryption_type is not set as NONE";
    failures.push({ property: "kmsKeyId", reason });
  }
  return failures;
}

function modeOf(inputs: Reader): StreamMode {
  return inputs.child("streamModeDetails")?.text("streamMode") === "ON_DEMAND" ? "ON_DEMAND" : "PROVISIONED";
}

function shardCountOf(inputs: Reader): number | undefined {
  return inputs.number("shardCount") || undefined;
}

/** What the provider sets with calls of their own once a stream is there. */
function applySettings(stream: Stream, inputs: Reader): void {
  stream.retentionHours = inputs.number("retentionPeriod") ?? 24;
  stream.shardLevelMetrics = inputs.texts("shardLevelMetrics");
  stream.key = inputs.text("encryptionType") === "KMS" ? inputs.text("kmsKeyId") : undefined;
}

function outputsOf(stream: Stream, inputs: Properties): Properties {
  const isOnDemand = stream.mode === "ON_DEMAND";
  return {
    ...givenInputs(streamInputs, inputs),
    arn: stream.arn,
    name: stream.name,
    encryptionType: stream.key === undefined ? "NONE" : "KMS",
    kmsKeyId: stream.key ?? inputs["kmsKeyId"],
    maxRecordSizeInKib: stream.recordKibMax,
    retentionPeriod: stream.retentionHours,
    // The provider tells no count of a stream on demand: AWS changes it as it likes.
    shardCount: isOnDemand ? inputs["shardCount"] : stream.open.length,
    shardLevelMetrics: stream.shardLevelMetrics.length === 0 ? inputs["shardLevelMetrics"] : stream.shardLevelMetrics,
    streamModeDetails: { streamMode: stream.mode },
    tags: Object.keys(stream.tags).length === 0 ? inputs["tags"] : stream.tags,
    tagsAll: stream.tags,
  };
}
