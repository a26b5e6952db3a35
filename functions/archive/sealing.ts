import {
  dayPrefixes,
  ERROR_PREFIX,
  JOURNAL_PREFIX,
  type SealedManifest,
  type SealedObject,
} from "../domain/archive-manifest.ts";
import { sha256 } from "../domain/archive-merkle.ts";
import type { CellName } from "../domain/ids.ts";
import type { Clock } from "../stores/clock.ts";
import type { Log } from "../stores/log.ts";
import { createChain, type ChainStores } from "./chain.ts";

/** What sealing reads and writes. */
export interface SealingStores extends ChainStores {
  readonly log: Log;
}

/** Seals objects of one cell's archive. */
export interface Sealing {
  /** How many objects were sealed. Throws where the chain is broken, or somebody else goes on with it meanwhile. */
  seal(): Promise<number>;
}

const DAY_MS = 86_400_000;
/** What is delivered so late comes from the oldest records that the journal stream still has: it keeps them a week. */
export const LATE_DAYS = 8;
/** What one manifest seals at the most: its objects are read one after the other. */
const OBJECTS_MAX = 500;
/** Of a run's five minutes; what is left over is sealed by the next. */
const BUDGET_MS = 200_000;

/** How the log tells of records that could not be delivered as they should; an alarm looks for it. */
export const DEAD_LETTERS = "records came to the error prefix";

/** Makes the sealing of a cell's archive. */
export function createSealing(cell: CellName, stores: SealingStores, clock: Clock): Sealing {
  const { bucket, log } = stores;
  const chain = createChain(cell, stores);

  async function unsealed(last: SealedManifest | undefined): Promise<readonly string[]> {
    const first = dayOf(clock.now() - LATE_DAYS * DAY_MS);
    const [journal, errors] = dayPrefixes(first);
    // One listing for all days, which come in their order.
    const listed = [...(await bucket.keys(JOURNAL_PREFIX, journal)), ...(await bucket.keys(ERROR_PREFIX, errors))];
    const sealed = await chain.sealedSince(first, last);
    return listed.filter((key) => !sealed.has(key));
  }

  async function looked(key: string): Promise<SealedObject> {
    const stored = await bucket.read(key);
    if (stored === undefined) throw new Error(`${key} is not there any more.`);
    return { key, version: stored.version, bytes: stored.body.length, sha256: sha256(stored.body) };
  }

  return {
    async seal() {
      const until = clock.monotonic() + BUDGET_MS;
      let last = await chain.newest();
      const keys = await unsealed(last);
      const dead = keys.filter((key) => key.startsWith(ERROR_PREFIX));
      if (dead.length > 0) log("error", DEAD_LETTERS, { objects: dead.length, first: dead[0] });
      let sealed = 0;
      while (sealed < keys.length && clock.monotonic() < until) {
        const objects: SealedObject[] = [];
        for (const key of keys.slice(sealed, sealed + OBJECTS_MAX)) objects.push(await looked(key));
        last = await chain.append(last, objects, new Date(clock.now()).toISOString());
        sealed += objects.length;
      }
      return sealed;
    },
  };
}

/** "2026-03-01", UTC. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
