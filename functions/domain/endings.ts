import type { Standing } from "./balances.ts";
import { namesOf, type OperationEntry, type PaymentEntry } from "./entries.ts";
import { putEvent } from "./events.ts";
import type { CellName, OperationId, PaymentId } from "./ids.ts";
import { operationKey, paymentKey, type LedgerKey } from "./keys.ts";
import { clause, type LedgerWrite } from "./ledger-write.ts";

/** How an entry that was on its way can end. */
export type Ending = "completed" | "returned" | "refused";

/** The attributes by which an entry is due. */
export const DUE_FIELDS: readonly string[] = ["due", "dueAt", "dueAccount", "dueAction"];

/** Where a cell's entry stands: a payment, or an operation on it. */
export function entryKey(cell: CellName, payment: PaymentId, operation: OperationId | undefined): LedgerKey {
  return operation === undefined ? paymentKey(cell, payment) : operationKey(cell, payment, operation);
}

/**
 * Ends an entry of this cell that was on its way, as read, and tells its tenant. It stays due in a cell that has
 * answered another entry of the same id, but not yet this one.
 */
export function ended(
  own: PaymentEntry | OperationEntry,
  state: Ending,
  { cell, at }: Pick<Standing, "cell" | "at">,
  answered: CellName = cell,
): readonly LedgerWrite<"unchanged">[] {
  const over = own.due === undefined || answered === cell || own.due.action === "await";
  const { payment, operation } = namesOf(own);
  return [
    {
      write: "update",
      key: entryKey(cell, payment, operation),
      require: [clause("unchanged", { field: "state", is: "=", value: own.state })],
      set: { state },
      ...(over ? { remove: DUE_FIELDS } : {}),
    },
    ...told(own, state, at),
  ];
}

/** The event that tells how an entry ended; a complete payment, and what no tenant asked for, need none. */
export function told(own: PaymentEntry | OperationEntry, state: Ending, at: bigint): readonly LedgerWrite<never>[] {
  const { source: account, amount } = own;
  const tenant = own.kind === "payment" ? own.tenant : (own.payerTenant ?? own.tenant);
  if (own.kind === "reversal" || own.kind === "expiry") return [];
  if (own.kind !== "payment") {
    const type = state === "completed" ? "operation.completed" : "operation.declined";
    return [putEvent({ type, account, tenant, payment: own.payment, operation: own.id, amount, at })];
  }
  if (state === "completed") return [];
  return [putEvent({ type: "payment.returned", account, tenant, payment: own.id, amount, at })];
}
