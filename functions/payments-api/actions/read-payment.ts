import { fromItem, type Entry, type PaymentEntry } from "../../domain/entries.ts";
import { homeOf, type CellName, type PaymentId, type Tenant } from "../../domain/ids.ts";
import { balanceKey, paymentKey, paymentPartition } from "../../domain/keys.ts";
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
  const view = await viewOf(id, deps, (payment) => requireVisible(payment, tenant, deps));
  if (view === undefined) throw notFound();
  return view;
}

/** So many payments are read at once. */
const TOGETHER = 20;

/** The same of payments that a listing has shown to the tenant; undefined where this cell has seen none. */
export async function readPayments(
  ids: readonly PaymentId[],
  deps: Deps,
): Promise<readonly (PaymentView | undefined)[]> {
  const views: (PaymentView | undefined)[] = [];
  for (let start = 0; start < ids.length; start += TOGETHER) {
    const some = ids.slice(start, start + TOGETHER);
    views.push(...(await together(some.map((id) => viewOf(id, deps, () => Promise.resolve())))));
  }
  return views;
}

/** The payments that stand under some ids, without what else was written about them, as far as this cell has seen. */
export async function standingPayments(
  ids: readonly PaymentId[],
  deps: Deps,
): Promise<ReadonlyMap<PaymentId, PaymentEntry>> {
  const { ledger, control } = deps.stores;
  const found = new Map<PaymentId, PaymentEntry>();
  const look = async (cellsOf: (id: PaymentId) => readonly CellName[]): Promise<void> => {
    const asked = ids.filter((id) => !found.has(id)).flatMap((id) => cellsOf(id).map((cell) => ({ id, cell })));
    const items = await ledger.getMany(asked.map(({ id, cell }) => paymentKey(cell, id)));
    for (const [index, { id }] of asked.entries()) {
      const entry = items[index] === undefined ? undefined : fromItem(items[index]);
      if (entry?.kind !== "payment") continue;
      // An accepted one stands before a decline.
      const before = found.get(id);
      if (before === undefined || (before.code !== undefined && entry.code === undefined)) found.set(id, entry);
    }
  };
  await look((id) => [homeOf(id)]);
  const cells = await control.cells();
  await look((id) => cells.filter((cell) => cell !== homeOf(id)));
  return found;
}

async function viewOf(
  id: PaymentId,
  deps: Deps,
  check: (payment: PaymentEntry) => Promise<void>,
): Promise<PaymentView | undefined> {
  const home = homeOf(id);
  const homes = [home, await entriesIn(home, id, deps)] as const;
  const elsewhere = paymentIn(homes[1]) === undefined ? await entriesOfOthers(home, id, deps) : [];
  const entries = new Map<CellName, readonly Entry[]>([homes, ...elsewhere]);
  const payment = standingPayment(id, entries);
  if (payment === undefined) return undefined;
  await check(payment);
  const away = homeOf(payment.payee);
  if (!entries.has(away)) entries.set(away, await entriesIn(away, id, deps));
  return assemblePayment(id, entries);
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
