import type { Stores } from "../../../../functions/credit-inbox/app.ts";
import type { CellName } from "../../../../functions/domain/ids.ts";
import type { CommitOutcome, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { text } from "./books.ts";
import type { MemoryLedger } from "../domain/memory-ledger.ts";

/** The stores of one cell's inbox over its replica in memory; every cell owns its own home, by the lease given. */
export function inboxStores(
  cell: CellName,
  names: readonly CellName[],
  ledger: MemoryLedger,
  commit: (writes: readonly LedgerWrite[]) => CommitOutcome,
  lease: { readonly epoch: bigint; readonly sent: () => number; readonly now: () => number },
): Stores {
  const homes = Object.fromEntries(
    names.map((home) => [home, { owner: home, epoch: lease.epoch, mode: "normal" as const }]),
  );
  const copy = () => ({
    lease: { revision: 1n, sent: lease.sent(), homes, directoryRevision: 1n },
    sentWall: lease.now(),
    sentMonotonic: lease.now(),
  });
  return {
    ledger: {
      commit: async (writes, mayAttempt) => (mayAttempt() ? commit(writes) : { outcome: "lease_ended" }),
      get: async (key) => ledger.get(key),
      getMany: async (keys) => keys.map((key) => ledger.get(key)),
      partition: async (pk) => ledger.items().filter(({ key }) => key.pk === pk),
      page: async (pk, after = "", limit) =>
        ledger
          .items()
          .filter(({ key }) => key.pk === pk && key.sk > after)
          .slice(0, limit),
      dueFrom: async () => ({ keys: [], next: undefined }),
      dueBefore: async (due, before) => ({
        keys: ledger
          .items()
          .filter(({ item }) => item["due"] === due && text(item["dueAt"]) < before)
          .map(({ key }) => key),
        next: undefined,
      }),
    },
    control: {
      lease: async () => copy(),
      leaseAtHand: copy,
      refreshLease: async () => copy(),
      cells: async () => names,
      cellsNow: async () => names,
      knows: async (name) => names.includes(name),
      issuer: async () => undefined,
      tenantOf: async () => undefined,
    },
    log: (_, message) => {
      throw new Error(`The inbox of ${cell} logged: ${message}`);
    },
  };
}
