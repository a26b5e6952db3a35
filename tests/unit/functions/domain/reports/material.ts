import type { Entry, OperationEntry, PaymentEntry, Posting } from "../../../../../functions/domain/entries.ts";
import {
  homeOf,
  operationIdOf,
  paymentIdOf,
  type AccountId,
  type CellName,
} from "../../../../../functions/domain/ids.ts";
import { systemAccountId } from "../../../../../functions/domain/ids.ts";
import { parseMonth } from "../../../../../functions/domain/moments.ts";
import { assemblePayment } from "../../../../../functions/domain/payment-view.ts";
import { scopeOf } from "../../../../../functions/domain/reports/catalogue.ts";
import type {
  KnownPayment,
  ReportKind,
  ReportRow,
  ReportScope,
} from "../../../../../functions/domain/reports/report.ts";
import { parseAmount } from "../../../../../functions/domain/money.ts";
import { accountId, ACME, EU, EUR, US, valueOf } from "../world.ts";

/** Accounts of the reports' tests. */
export const ana = accountId(EU, "ana");
export const ben = accountId(EU, "ben");
export const sue = accountId(US, "sue");
export const rails = systemAccountId(EU, "rails", "EUR");
export const settlement = systemAccountId(EU, "settlement", "EUR");

/** A day of January 2027 and an hour of it, milliseconds since the epoch. */
export function day(number: number, hour = 12): bigint {
  return BigInt(Date.UTC(2027, 0, number, hour));
}

/** January 2027 of some cells, as it stands at a time. */
export function january(cells: readonly CellName[] = [EU], now = day(40)): ReportScope {
  return valueOf(scopeOf(cells, valueOf(parseMonth("2027-01")), now));
}

let count = 0;

/** A payment as its home has it; the rest is Ana paying Ben 10.00 EUR at noon of the 10th. */
export function paid(over: Partial<PaymentEntry> = {}, amount = 1_000, source: AccountId = ana): PaymentEntry {
  count += 1;
  const home = homeOf(source);
  const payee = over.payee ?? ben;
  const scope = { tenant: ACME, method: "POST", route: "/v1", resource: source, key: `key-${count}` } as const;
  const figure = valueOf(parseAmount(amount));
  const other = homeOf(payee) === home ? payee : `${home}#transit#${homeOf(payee)}#0`;
  const moved: readonly Posting[] = [
    { account: source, amount: 0n - figure },
    { account: other, amount: figure },
  ];
  const postings = over.capture === "manual" || over.code !== undefined ? [] : moved;
  return {
    kind: "payment",
    id: paymentIdOf(home, scope),
    tenant: ACME,
    source,
    payee,
    amount: figure,
    currency: EUR,
    capture: "automatic",
    postings,
    request: "1",
    epoch: 1n,
    at: day(10),
    state: homeOf(payee) === home ? "completed" : "processing",
    captured: figure,
    refundable: figure,
    ...over,
  };
}

/** An operation on a payment; the rest is all of it at noon of the 11th. */
export function operated(payment: PaymentEntry, over: Partial<OperationEntry> = {}): OperationEntry {
  const { id, tenant, source, payee, amount, currency } = payment;
  const scope = { tenant, method: "POST", route: "/op", resource: id, key: "op" } as const;
  const common = { id: operationIdOf(scope), payment: id, tenant, source, payee, amount, currency, request: "1" };
  return { kind: "capture", ...common, postings: [], at: day(11), state: "completed", ...over };
}

/** A payment with what cells have written about it. */
export function known(
  payment: PaymentEntry,
  written: readonly (readonly [CellName, Entry])[] = [],
  more: Pick<KnownPayment, "end"> = {},
): KnownPayment {
  const entries = new Map<CellName, Entry[]>([[homeOf(payment.source), [payment]]]);
  for (const [cell, entry] of written) entries.set(cell, [...(entries.get(cell) ?? []), entry]);
  const view = assemblePayment(payment.id, entries);
  if (view === undefined) throw new Error("a payment stands among its own entries");
  return { id: payment.id, entries, view, ...more };
}

/** The rows of a report's table about some payments. */
export function rowsOf(
  kind: ReportKind,
  table: string,
  payments: readonly KnownPayment[],
  scope: ReportScope = january(),
): readonly ReportRow[] {
  const gathering = kind.begin(scope);
  for (const payment of payments) gathering.payment?.(payment);
  return gathering.body().tables.find(({ name }) => name === table)?.rows ?? [];
}
