import type { OperationEntry, PaymentEntry } from "../../functions/domain/entries.ts";
import type { LedgerView, StoredItem } from "./ledger-view.ts";

interface Recorded {
  readonly stored: StoredItem;
  readonly entry: OperationEntry;
}

/** Said of what has no effect, or none any more: a reversal has taken it back, and is judged as an entry of its own. */
const WITHOUT_EFFECT: ReadonlySet<string | undefined> = new Set(["declined", "refused", "queued", "reversed"]);

/** Every payment, as each cell has it, with that cell's operations of one kind that have an effect. */
export function operationsOf(
  { journal }: LedgerView,
  kind: OperationEntry["kind"],
): readonly {
  readonly payment: PaymentEntry;
  readonly stored: StoredItem;
  readonly operations: readonly Recorded[];
}[] {
  const byPartition = new Map<string, Recorded[]>();
  for (const { stored, entry } of journal) {
    if (entry.kind === "payment" || entry.kind === "half" || entry.kind !== kind) continue;
    if (WITHOUT_EFFECT.has(entry.state)) continue;
    byPartition.set(stored.key.pk, [...(byPartition.get(stored.key.pk) ?? []), { stored, entry }]);
  }
  return journal.flatMap(({ stored, entry }) =>
    entry.kind === "payment" ? [{ payment: entry, stored, operations: byPartition.get(stored.key.pk) ?? [] }] : [],
  );
}
