import type { Fault } from "./catalogue.ts";
import { createRegions, type Regions } from "./regions.ts";
import type { ReplicationPairs } from "./replication-pairs.ts";

/** Every fault and slowness of the local cloud that can be turned while it runs. */
export interface Knobs {
  /** How far a replica of a global table is behind. */
  readonly replication: ReplicationKnobs;
  /** Which regions are gone. */
  readonly regions: Regions;
  /** What befalls changes on their way from a table to its Kinesis stream. */
  readonly journal: JournalKnobs;
  /** What shards of Kinesis streams take. */
  readonly shards: ShardLimits;
  /** What Express executions of state machines may be met with. */
  readonly express: ExpressKnobs;
}

/** Step Functions promises to run an Express execution at least once. */
export interface ExpressKnobs {
  /** How likely an asynchronous one is to run twice, from 0 to 1. */
  twice: number;
}

/** Asynchronous replication between two regions of a global table. */
export interface ReplicationKnobs {
  /** The least lag of an item, milliseconds. */
  lagMs: number;
  /** Up to this much more, drawn item by item, so that items overtake one another. Milliseconds. */
  jitterMs: number;
  /** Pairs of regions that go slower, or not at all. */
  readonly pairs?: Pick<ReplicationPairs, "hold" | "lagMs">;
}

/** Changes of a table on their way to its Kinesis stream, which DynamoDB delivers at least once and in any order. */
export interface JournalKnobs {
  /** Until a change is in the stream, milliseconds; what comes meanwhile goes with it. */
  lagMs: number;
  /** How likely a change is delivered a second time, up to `lateMsMax` later; from 0 to 1. */
  duplicated: number;
  /** How likely a change comes up to `lateMsMax` later than its time, after what followed it; from 0 to 1. */
  late: number;
  /** Milliseconds. */
  lateMsMax: number;
  /** Hears of every change that one of these befell. */
  readonly observe?: (fault: Extract<Fault, "streamDuplicated" | "streamReordered">) => void;
}

/** What a shard takes within a second from callers of PutRecord and PutRecords. */
export interface ShardLimits {
  recordsPerSecond: number;
  bytesPerSecond: number;
}

/** What an idle pair of regions looks like: well under the second that AWS speaks of. Shards as AWS has them. */
export function defaultKnobs(): Knobs {
  return {
    replication: { lagMs: 120, jitterMs: 80 },
    regions: createRegions(),
    journal: { lagMs: 25, duplicated: 0, late: 0, lateMsMax: 15_000 },
    shards: { recordsPerSecond: 1_000, bytesPerSecond: 1_048_576 },
    express: { twice: 0 },
  };
}
