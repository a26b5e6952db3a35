import { createKinesis, type Kinesis } from "../../../../../local/aws/kinesis/index.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { accountId, callOf } from "../account.ts";

export const arnOf = (name: string): string => `arn:aws:kinesis:eu-west-1:${accountId}:stream/${name}`;
export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The last of all hash keys. */
export const lastKey = ((1n << 128n) - 1n).toString();
/** A hash key in so many tenths of all. */
export const tenths = (count: number): string => (((1n << 128n) / 10n) * BigInt(count)).toString();

/** A shard as ListShards tells it. */
export interface ShardView {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
  readonly SequenceNumberRange: { readonly StartingSequenceNumber: string; readonly EndingSequenceNumber?: string };
}

/** A record as GetRecords tells it. */
export interface RecordView {
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: number;
  readonly Data: string;
  readonly PartitionKey: string;
  readonly EncryptionType: string;
}

/** Kinesis in virtual time, spoken to as the root user; the stream `s` is there. */
export interface KinesisUnderTest {
  readonly kernel: VirtualKernel;
  readonly kinesis: Kinesis;
  call(action: string, input?: Properties): Properties;
  /** The answer, or "Code: message" of the refusal. */
  answer(action: string, input?: Properties): Properties | string;
  put(data: string, partitionKey?: string): Properties;
  shards(): readonly ShardView[];
  iterator(type: string, more?: Properties): string;
  read(
    iterator: string,
    more?: Properties,
  ): { Records: readonly RecordView[]; NextShardIterator?: string } & Properties;
  /** What was put, shard by shard in the order of their ids. */
  texts(): readonly (readonly string[])[];
}

export function kinesisUnderTest(shardCount = 1): KinesisUnderTest {
  const kernel = createVirtualKernel(1);
  const kinesis = createKinesis({ kernel, accountId, limits: defaultKnobs().shards });
  const call = (action: string, input: Properties = {}): Properties => {
    const named =
      "StreamName" in input || "NextToken" in input || action === "GetRecords" ? input : { StreamName: "s", ...input };
    const reply = kinesis.service.handle(callOf("kinesis", action, named));
    if (reply instanceof Promise) throw new Error("Kinesis answers at once");
    return reply;
  };
  const shards = (): readonly ShardView[] =>
    // As ListShards answers.
    call("ListShards")["Shards"] as readonly ShardView[];
  const iterator = (type: string, more: Properties = {}): string =>
    String(
      call("GetShardIterator", { ShardId: shards()[0]?.ShardId, ShardIteratorType: type, ...more })["ShardIterator"],
    );
  const read = (from: string, more: Properties = {}) =>
    // As GetRecords answers.
    call("GetRecords", { ShardIterator: from, ...more }) as ReturnType<KinesisUnderTest["read"]>;
  call("CreateStream", { ShardCount: shardCount });
  return {
    kernel,
    kinesis,
    call,
    answer(action, input) {
      try {
        return call(action, input);
      } catch (fault) {
        if (fault instanceof AwsError) return `${fault.code}: ${fault.message}`;
        throw fault;
      }
    },
    put: (data, partitionKey = data) => call("PutRecord", { PartitionKey: partitionKey, Data: base64(data) }),
    shards,
    iterator,
    read,
    texts: () =>
      shards().map(({ ShardId }) =>
        read(iterator("TRIM_HORIZON", { ShardId })).Records.map(({ Data }) => Buffer.from(Data, "base64").toString()),
      ),
  };
}
