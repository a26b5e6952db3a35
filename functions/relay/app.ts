import type { CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { INBOX_BATCH, type InboxQueue } from "../stores/inbox-queue.ts";
import type { Env } from "./env.ts";

/** A change of the ledger as its stream tells it; only what the relay looks at. */
export interface ChangeRecord {
  readonly sequenceNumber: string;
  readonly key: LedgerKey;
  readonly first: boolean;
  /** The cell where the entry is due now. */
  readonly due: string | undefined;
  /** The cell whose entry this half answers. */
  readonly origin: string | undefined;
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

/** The inbox acts on what is due here, and notes what another cell has answered. */
export function concernsInbox({ due, origin, first }: ChangeRecord, cell: CellName): boolean {
  return due === cell || (origin === cell && first);
}
