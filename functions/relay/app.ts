import { homeOf, type CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { placeOf } from "../domain/places.ts";
import { INBOX_BATCH, type InboxQueue } from "../stores/inbox-queue.ts";
import type { Env } from "./env.ts";

/** A change of the ledger as its stream tells it; only what the relay looks at. */
export interface ChangeRecord {
  readonly sequenceNumber: string;
  readonly key: LedgerKey;
  /** Whether the item was not there before. */
  readonly first: boolean;
  /** The cell where the entry is due now. */
  readonly due: string | undefined;
  /** The cell whose entry this one answers, or takes in. */
  readonly origin: string | undefined;
  /** Whether it named that cell before. */
  readonly originBefore: string | undefined;
}

/** The one reader of the ledger's stream: it hands every change to the queues of those who have to act on it. */
export interface Relay {
  /** The sequence number to start again from, when a change could not be handed on; undefined when all were. */
  handOn(changes: readonly ChangeRecord[]): Promise<string | undefined>;
}

/** Makes a relay; handing a change on twice is harmless. */
export function createApp(env: Env, { inbox }: { readonly inbox: InboxQueue }): Relay {
  return {
    async handOn(changes) {
      const wanted = changes.filter((change) => concernsInbox(change, env.cell));
      for (let start = 0; start < wanted.length; start += INBOX_BATCH) {
        const batch = wanted.slice(start, start + INBOX_BATCH);
        const failed = await inbox.send(batch.map(({ key }) => key));
        const firstFailed = failed.length === 0 ? undefined : batch[Math.min(...failed)];
        if (firstFailed !== undefined) return firstFailed.sequenceNumber;
      }
      return undefined;
    },
  };
}

/**
 * The inbox acts on what is due here, notes what another cell has made of this cell's entries, and takes in what others
 * have written about payments of this home: entry and claim travel apart, and whichever comes last has to tell. What
 * becomes due with time alone, holds and stripes, is left to its sweep: a hot payee's stripes would be swept in with
 * every credit.
 */
export function concernsInbox({ key, due, origin, originBefore, first }: ChangeRecord, cell: CellName): boolean {
  const place = placeOf(key);
  if (place === undefined || place.kind === "hold" || place.kind === "stripe") return false;
  // A copy may take the place of a decline, so that not its first image, but the first that names its origin counts.
  if (due === cell || (origin === cell && originBefore !== cell)) return true;
  if (!first || place.writer === cell || place.kind === "claim" || place.kind === "yield") return false;
  return homeOf(place.payment) === cell;
}
