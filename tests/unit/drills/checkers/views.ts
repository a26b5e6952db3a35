import { viewLedger, type LedgerState, type StoredItem } from "../../../../drills/checkers/ledger-view.ts";
import { project } from "../../../../functions/domain/projections.ts";
import { entryKey, monthKey, monthOf } from "../../../../functions/domain/view-keys.ts";

/** Entries and months of a state's journal, as a projector writes them; keys without a generation's number. */
export function viewsOf(state: LedgerState): readonly StoredItem[] {
  const writes = viewLedger(state).journal.flatMap(({ stored: { key, item } }) => {
    const projected = project({ key, image: item, before: undefined });
    return projected.ok ? projected.value : [];
  });
  const rows = writes.flatMap((write) => (write.write === "entry" ? [write.row] : []));
  const sums = new Map<string, bigint>();
  const months = new Map<string, StoredItem>();
  for (const { account, at, amount } of rows) {
    const key = monthKey(account, monthOf(at));
    const name = `${key.pk} ${key.sk}`;
    sums.set(name, (sums.get(name) ?? 0n) + amount);
    months.set(name, { key, item: { amount: sums.get(name) ?? 0n } });
  }
  const entries = rows.map(({ account, ...row }) => ({
    key: entryKey(account, row.at, row.payment, row.id),
    item: { ...row },
  }));
  return [...entries, ...months.values()];
}
