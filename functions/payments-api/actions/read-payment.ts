import { fromItem, type Entry, type HalfEntry, type OperationEntry, type PaymentEntry } from "../../domain/entries.ts";
import { homeOf, type CellName, type PaymentId, type Tenant } from "../../domain/ids.ts";
import { balanceKey, paymentPartition } from "../../domain/keys.ts";
import { viewPayment, type PaymentView } from "../../domain/payment-view.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../requests.ts";
import { together } from "../../stores/together.ts";

/** A payment with its operations and halves, as far as this cell has seen them. */
export async function readPayment(id: PaymentId, tenant: Tenant, deps: Deps): Promise<PaymentView> {
  const home = homeOf(id);
  const homes = await entriesIn(home, id, deps);
  const elsewhere = paymentIn(homes) === undefined ? await entriesOfOthers(home, id, deps) : [];
  const payment = paymentIn([...homes, ...elsewhere]);
  if (payment === undefined) throw notFound();
  await requireVisible(payment, tenant, deps);
  const away = homeOf(payment.payee);
  const answers = away === home ? [] : await entriesIn(away, id, deps);
  const halves = [...homes, ...answers].filter(isHalf);
  return viewPayment(payment, operationsIn([...homes, ...elsewhere]), halves);
}

/** Everything that a cell has written about a payment, as this cell's replica has it. */
export async function entriesIn(cell: CellName, id: PaymentId, { stores }: Deps): Promise<readonly Entry[]> {
  const items = await stores.ledger.partition(paymentPartition(cell, id));
  return items.map(({ item }) => fromItem(item));
}

/** What all cells but one have written about a payment: a stand-in's entry may wait to be absorbed. */
export async function entriesOfOthers(than: CellName, id: PaymentId, deps: Deps): Promise<readonly Entry[]> {
  const cells = (await deps.stores.control.cells()).filter((cell) => cell !== than);
  const found = await together(cells.map((cell) => entriesIn(cell, id, deps)));
  return found.flat();
}

/** Throws `not_found` unless the payment is the tenant's; a payee's tenant may see and refund what it was paid. */
export async function requireVisible(payment: PaymentEntry, tenant: Tenant, { stores }: Deps): Promise<void> {
  if (payment.tenant === tenant) return;
  const payee = await stores.ledger.get(balanceKey(payment.payee));
  if (payee?.["tenant"] !== tenant || payment.code !== undefined) throw notFound();
}

/** The payment among entries; an accepted one before a decline. */
export function paymentIn(entries: readonly Entry[]): PaymentEntry | undefined {
  const payments = entries.filter((entry) => entry.kind === "payment");
  return payments.find(({ code }) => code === undefined) ?? payments[0];
}

/** The operations among entries, each once, the first found of the same id. */
export function operationsIn(entries: readonly Entry[]): readonly OperationEntry[] {
  const operations = new Map<string, OperationEntry>();
  for (const entry of entries) {
    if (entry.kind === "payment" || entry.kind === "half" || operations.has(entry.id)) continue;
    operations.set(entry.id, entry);
  }
  return [...operations.values()];
}

function isHalf(entry: Entry): entry is HalfEntry {
  return entry.kind === "half";
}
