import { homeOf } from "../../../functions/domain/ids.ts";
import type { PaymentEntry } from "../../../functions/domain/entries.ts";
import type { LedgerView, StoredItem } from "../ledger-view.ts";
import type { SeenFile } from "./upload-run.ts";

/** A payment as its account's home has it. */
export interface Booked {
  readonly entry: PaymentEntry;
  readonly stored: StoredItem;
}

/** What stands of payments from the accounts of some files, by the payments' ids: declined ones left out. */
export function bookedFrom(files: readonly SeenFile[], { journal }: LedgerView): ReadonlyMap<string, Booked> {
  const debtors = new Set<string>(files.map(({ debtor }) => debtor));
  return new Map(
    journal.flatMap(({ entry, writer, stored }) => {
      if (entry.kind !== "payment" || entry.state === "declined" || !debtors.has(entry.source)) return [];
      return homeOf(entry.id) === writer ? [[entry.id, { entry, stored }] as const] : [];
    }),
  );
}
