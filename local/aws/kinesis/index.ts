import type { Call, ServiceModel } from "../../core/call.ts";
import type { Counts } from "../../core/counts.ts";
import { notImplemented } from "../../core/errors.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { ShardLimits } from "../../faults/knobs.ts";
import { readerOf } from "../inputs.ts";
import type { MetricSink } from "../cloudwatch/index.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { createStreamBell, type StreamListener } from "../stream-bell.ts";
import { kinesisAuthorizations } from "./authorizations.ts";
import type { Context, Reply } from "./context.ts";
import { createIntake, type Intake } from "./intake.ts";
import { putRecord, putRecords } from "./put-actions.ts";
import { getRecords, getShardIterator } from "./read-actions.ts";
import { createKinesisResources } from "./resources.ts";
import { listShards, mergeShards, splitShard, updateShardCount } from "./shard-actions.ts";
import * as streams from "./stream-actions.ts";
import type { State } from "./stream.ts";
import { addTags, listResourceTags, listStreamTags, removeTags } from "./tag-actions.ts";

export { isKinesisArn } from "./stream.ts";
export type { Intake, IncomingRecord } from "./intake.ts";

/** The model of Amazon Kinesis Data Streams. */
export interface Kinesis {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** How other services of the account put records. */
  readonly intake: Intake;
  /** Calls `listener` soon after a stream got records or other shards; it then reads them with GetRecords. */
  onStreamRecords(streamArn: string, listener: StreamListener): Cancel;
}

const actions: Readonly<Record<string, (context: Context) => Reply>> = {
  AddTagsToStream: addTags,
  CreateStream: streams.createStream,
  DecreaseStreamRetentionPeriod: streams.decreaseRetention,
  DeleteStream: streams.deleteStream,
  DescribeStream: streams.describeStream,
  DescribeStreamSummary: streams.describeSummary,
  DisableEnhancedMonitoring: (context) => streams.monitor(context, false),
  EnableEnhancedMonitoring: (context) => streams.monitor(context, true),
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: streams.increaseRetention,
  ListShards: listShards,
  ListStreams: streams.listStreams,
  ListTagsForResource: listResourceTags,
  ListTagsForStream: listStreamTags,
  MergeShards: mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  RemoveTagsFromStream: removeTags,
  SplitShard: splitShard,
  StartStreamEncryption: streams.startEncryption,
  StopStreamEncryption: streams.stopEncryption,
  TagResource: addTags,
  UntagResource: removeTags,
  UpdateShardCount: updateShardCount,
  UpdateStreamMode: streams.updateMode,
};

/** Data streams of one account, in all regions. Source: the Kinesis Data Streams API reference. */
export function createKinesis(deps: {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly limits: Readonly<ShardLimits>;
  /** What the use of a stream's key is judged by; without it no key is asked. */
  readonly keys?: KeyUses;
  /** Hears of every record that another service puts. */
  readonly counts?: Pick<Counts, "add">;
  /** Where is measured what comes from other services. */
  readonly metrics?: MetricSink;
}): Kinesis {
  const { kernel, accountId, limits, keys } = deps;
  const state: State = { accountId, streams: new Map() };
  const bell = createStreamBell(kernel);
  const run = (region: string, call: Pick<Call, "action" | "input">, act: (context: Context) => Reply): Reply => {
    const input = readerOf(call.action, call.input);
    const context: Context = { state, region, input, now: kernel.now(), limits, rung: new Set() };
    const reply = act(context);
    for (const arn of context.rung) bell.ring(arn);
    return reply;
  };
  return {
    service: {
      name: "kinesis",
      handle(call) {
        const action = actions[call.action];
        if (action === undefined) throw notImplemented(`kinesis:${call.action}`);
        return run(call.region, call, action);
      },
      authorizations: (call) => kinesisAuthorizations(state, keys, call),
    },
    resources: createKinesisResources(run, state),
    intake: createIntake(state, () => kernel.now(), bell.ring, deps),
    onStreamRecords: bell.listen,
  };
}
