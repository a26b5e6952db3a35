import type { Counts } from "../../core/counts.ts";
import type { MetricSink } from "../cloudwatch/index.ts";
import { hashKeyOf } from "./hash-key.ts";
import type { RecordData } from "./shard.ts";
import { appendRecord, shardOf, type State } from "./stream.ts";

/** By these a stream of provisioned shards is billed. Source: Kinesis Data Streams pricing. */
const PAYLOAD_UNIT_BYTES = 25 * 1_024;

/** A record that another service puts. */
export interface IncomingRecord {
  readonly partitionKey: string;
  readonly data: RecordData;
}

/** How other services of the account put records: in their own name, and as many as they have. */
export interface Intake {
  has(streamArn: string): boolean;
  /** Records for a stream that is gone are gone as well. */
  put(streamArn: string, records: readonly IncomingRecord[]): void;
}

/** An intake of all streams. */
export function createIntake(
  state: State,
  now: () => number,
  ring: (streamArn: string, shards: ReadonlySet<string>) => void,
  seen: { readonly counts?: Pick<Counts, "add">; readonly metrics?: MetricSink } = {},
): Intake {
  const { counts, metrics } = seen;
  return {
    has: (streamArn) => state.streams.has(streamArn),
    put(streamArn, records) {
      const stream = state.streams.get(streamArn);
      if (stream === undefined || records.length === 0) return;
      const shards = new Set<string>();
      const region = stream.arn.split(":")[3] ?? "";
      for (const record of records) {
        const shard = shardOf(stream, hashKeyOf(record.partitionKey));
        appendRecord(stream, shard, record, now());
        shards.add(shard.id);
        const times = Math.max(1, Math.ceil(record.data.bytes / PAYLOAD_UNIT_BYTES));
        counts?.add({ service: "kinesis", region, what: "PayloadUnit", times });
      }
      const of = { namespace: "AWS/Kinesis", name: "IncomingRecords", dimensions: { StreamName: stream.name } };
      metrics?.measure(region, { ...of, value: records.length, unit: "Count" });
      ring(streamArn, shards);
    },
  };
}
