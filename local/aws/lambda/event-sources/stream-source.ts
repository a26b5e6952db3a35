import type { MappingContext } from "./mapping.ts";

/** A record as its event has it. */
export type StreamRecord = Readonly<Record<string, unknown>>;

/** A shard as its stream lists it. */
export interface ListedShard {
  readonly id: string;
  readonly parents: readonly string[];
}

/** Where reading of a shard begins. */
export type ShardStart =
  | { readonly type: "TRIM_HORIZON" | "LATEST" }
  | { readonly type: "AT_TIMESTAMP"; readonly seconds: number }
  | { readonly type: "AFTER_SEQUENCE_NUMBER"; readonly sequence: string };

/** What one service's streams have of their own: the rest of reading them is the same. */
export interface StreamSource {
  readonly service: "dynamodb" | "kinesis";
  /** Most records that one GetRecords returns. */
  readonly recordsMax: number;
  /** How often a shard is looked at. Milliseconds. */
  readonly looksApartMs: number;
  /** What records that are given up are described under. */
  readonly batchInfo: "DDBStreamBatchInfo" | "KinesisBatchInfo";
  /** What the function's role has to be allowed on the stream. */
  readonly actions: readonly string[];
  shards(context: MappingContext): Promise<readonly ListedShard[]>;
  iterator(context: MappingContext, shardId: string, start: ShardStart): Promise<string | undefined>;
  /** A record of GetRecords as the function gets it. */
  record(context: MappingContext, shardId: string, raw: StreamRecord): StreamRecord;
  /** What filters see of a record. */
  filtered(record: StreamRecord): StreamRecord;
  /** Whether an answer of GetRecords says that nothing came after its records. */
  isAtTip(output: Readonly<Record<string, unknown>>): boolean;
  sequence(record: StreamRecord): string;
  /** Milliseconds since the epoch. */
  arrivedAt(record: StreamRecord): number;
  /** Records of one group stay in order, whatever is done at once. */
  group(record: StreamRecord): string;
}

/** Calls the service of a source in the name of the function's role. */
export function callSource(
  context: MappingContext,
  service: StreamSource["service"],
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { region } = context.config;
  return context.call({ service, action, region, caller: context.caller(), requestId: context.requestId(), input });
}
