import { createRegions, type Regions } from "./regions.ts";
import type { ReplicationPairs } from "./replication-pairs.ts";

/** Every fault and slowness of the local cloud that can be turned while it runs. */
export interface Knobs {
  /** How far a replica of a global table is behind. */
  readonly replication: ReplicationKnobs;
  /** Which regions are gone. */
  readonly regions: Regions;
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

/** What an idle pair of regions looks like: well under the second that AWS speaks of. */
export function defaultKnobs(): Knobs {
  return { replication: { lagMs: 120, jitterMs: 80 }, regions: createRegions(), express: { twice: 0 } };
}
