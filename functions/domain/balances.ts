import type { AccountId, CellName, PaymentId, Tenant } from "./ids.ts";
import { balanceKey, transitKey } from "./keys.ts";
import { clause, type LedgerWrite, type Test } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import type { Posting } from "./entries.ts";

/** Why a balance refused a change, in the order in which it is told. */
export type BalanceClause = "exists" | "tenant" | "open" | "currency" | "epoch" | "not_isolated" | "enough";

/** Under which authority, when and for which entry a balance is changed. */
export interface Standing {
  readonly cell: CellName;
  readonly epoch: bigint;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
}

const exists: Test = { field: "status", is: "present" };

/** Takes money from an account of this cell: from what is available, and from what is posted unless it is only held. */
export function debit(
  account: AccountId,
  of: { readonly tenant: Tenant | undefined; readonly currency: Currency; readonly amount: bigint },
  standing: Standing,
  entry: { readonly last: string; readonly into: "posted" | "held" },
): LedgerWrite<BalanceClause> {
  const tenant: Test = of.tenant === undefined ? exists : { field: "tenant", is: "=", value: of.tenant };
  return {
    write: "update",
    key: balanceKey(account),
    require: [
      clause("exists", exists),
      clause("tenant", tenant),
      clause("open", { field: "status", is: "=", value: "open" }),
      clause("currency", { field: "currency", is: "=", value: of.currency }),
      clause("epoch", { field: "epoch", is: "<=", value: standing.epoch }),
      clause("not_isolated", { field: "isolatedLeft", is: "absent" }),
      {
        name: "enough",
        anyOf: [
          { field: "available", is: ">=", value: of.amount },
          { field: "floor", is: "=", value: "none" },
        ],
      },
    ],
    set: { epoch: standing.epoch, last: entry.last, at: standing.at },
    add: {
      available: -of.amount,
      version: 1n,
      ...(entry.into === "posted" ? { posted: -of.amount } : { held: of.amount }),
    },
  };
}

/** Gives money to an open account of this cell. */
export function credit(account: AccountId, currency: Currency, amount: bigint, at: bigint): LedgerWrite<BalanceClause> {
  return {
    write: "update",
    key: balanceKey(account),
    require: openIn(currency),
    set: { at },
    add: { available: amount, posted: amount },
  };
}

/** Asks that an account of this cell could be credited, without doing it. */
export function creditable(account: AccountId, currency: Currency): LedgerWrite<BalanceClause> {
  return { write: "check", key: balanceKey(account), require: openIn(currency) };
}

/** Gives money to a system account that may not exist yet. */
export function creditSystem(account: AccountId, currency: Currency, amount: bigint, at: bigint): LedgerWrite<never> {
  return {
    write: "update",
    key: balanceKey(account),
    require: [],
    set: { at, currency, status: "open", tenant: "platform", epoch: 0n },
    add: { available: amount, posted: amount, held: 0n, version: 1n },
  };
}

/** Moves what this cell owes a peer; one figure for each currency. */
export function clearing(
  cell: CellName,
  peer: CellName,
  payment: PaymentId,
  currency: Currency,
  amount: bigint,
): LedgerWrite<never> {
  return {
    write: "update",
    key: transitKey(cell, peer, payment),
    require: [],
    add: { [clearingField(currency)]: amount },
  };
}

/** The attribute of a clearing row that holds a currency's figure. */
function clearingField(currency: string): string {
  return `net_${currency}`;
}

/** The posting of a clearing row, named by its partition. */
export function clearingPosting(cell: CellName, peer: CellName, payment: PaymentId, amount: bigint): Posting {
  return { account: transitKey(cell, peer, payment).pk, amount };
}

function openIn(currency: Currency) {
  return [
    clause("exists", exists),
    clause("open", { field: "status", is: "=", value: "open" }),
    clause("currency", { field: "currency", is: "=", value: currency }),
  ] as const;
}
