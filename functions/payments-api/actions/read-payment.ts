import { fromItem, type Entry, type PaymentEntry } from "../../domain/entries.ts";
import { homeOf, type CellName, type PaymentId, type Tenant } from "../../domain/ids.ts";
import { balanceKey, paymentPartition } from "../../domain/keys.ts";
import {
  assemblePayment,
  paymentIn,
  standingPayment,
  type EntriesByCell,
  type PaymentView,
} from "../../domain/payment-view.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../requests.ts";
import { together } from "../../stores/together.ts";

/** A payment with its operations and halves, as far as this cell has seen them. */
export async function readPayment(id: PaymentId, tenant: Tenant, deps: Deps): Promise<PaymentView> {
  const home = homeOf(id);
  const homes = [home, await entriesIn(home, id, deps)] as const;
  const elsewhere = paymentIn(homes[1]) === undefined ? await entriesOfOthers(home, id, deps) : [];
  const entries = new Map<CellName, readonly Entry[]>([homes, ...elsewhere]);
  const payment = standingPayment(id, entries);
  if (payment === undefined) throw notFound();
  await requireVisible(payment, tenant, deps);
  const away = homeOf(payment.payee);
  if (!entries.has(away)) entries.set(away, await entriesIn(away, id, deps));
  const view = assemblePayment(id, entries);
  if (view === undefined) throw notFound();
  return view;
}

/** Everything that a cell has written about a payment, as this cell's replica has it. */
export async function entriesIn(cell: CellName, id: PaymentId, { stores }: Deps): Promise<readonly Entry[]> {
  const items = await stores.ledger.partition(paymentPartition(cell, id));
  return items.map(({ item }) => fromItem(item));
}

/** What all cells but one have written about a payment: a stand-in's entry may wait to be absorbed. */
export async function entriesOfOthers(than: CellName, id: PaymentId, deps: Deps): Promise<EntriesByCell> {
  const cells = (await deps.stores.control.cells()).filter((cell) => cell !== than);
  const found = await together(cells.map((cell) => entriesIn(cell, id, deps)));
  return new Map(cells.map((cell, index) => [cell, found[index] ?? []]));
}

/** Throws `not_found` unless the payment is the tenant's; a payee's tenant may see and refund what it was paid. */
export async function requireVisible(payment: PaymentEntry, tenant: Tenant, { stores }: Deps): Promise<void> {
  if (payment.tenant === tenant) return;
  const payee = await stores.ledger.get(balanceKey(payment.payee));
  if (payee?.["tenant"] !== tenant || payment.code !== undefined) throw notFound();
}
