import type { OperationEntry, PaymentEntry } from "../../functions/domain/entries.ts";
import { homeOf, type CellName } from "../../functions/domain/ids.ts";
import { operationKey } from "../../functions/domain/keys.ts";
import { reversalIdOf } from "../../functions/domain/reversals.ts";
import type { LedgerView, StoredItem } from "./ledger-view.ts";

interface Recorded {
  readonly stored: StoredItem;
  readonly entry: OperationEntry;
}

/** Said of what has no effect. */
const WITHOUT_EFFECT: ReadonlySet<string | undefined> = new Set(["declined", "refused", "queued"]);

/** Every payment, as each cell has it, with that cell's operations of one kind that have an effect. */
export function operationsOf(
  ledger: LedgerView,
  kind: OperationEntry["kind"],
): readonly {
  readonly payment: PaymentEntry;
  readonly stored: StoredItem;
  readonly operations: readonly Recorded[];
}[] {
  const { journal } = ledger;
  const byPartition = new Map<string, Recorded[]>();
  for (const recorded of journal) {
    const { stored, entry } = recorded;
    if (entry.kind === "payment" || entry.kind === "half" || entry.kind !== kind) continue;
    if (WITHOUT_EFFECT.has(entry.state) || isLeftToHome(entry) || isTakenBack(recorded.writer, entry, ledger)) continue;
    byPartition.set(stored.key.pk, [...(byPartition.get(stored.key.pk) ?? []), { stored, entry }]);
  }
  return journal.flatMap(({ stored, entry }) =>
    entry.kind === "payment" ? [{ payment: entry, stored, operations: byPartition.get(stored.key.pk) ?? [] }] : [],
  );
}

/** Whether a stand-in only queued it, perhaps beside a payment of its own: it counts where the home has done it. */
function isLeftToHome({ queued, origin }: OperationEntry): boolean {
  return queued !== undefined && origin === undefined;
}

/** Whether a reversal, an entry that is judged by itself, has taken back what it did; that it says so is not enough. */
function isTakenBack(writer: string, { payment, id, state, origin }: OperationEntry, { find }: LedgerView): boolean {
  if (state !== "reversed") return false;
  // A cell of the registry, as every writer in the truth is.
  const reversal = reversalIdOf(payment, origin ?? (writer as CellName), id);
  return find(operationKey(homeOf(payment), payment, reversal)) !== undefined;
}
