import { homeOf, type AccountId, type CellName, type PaymentId, type Tenant } from "./ids.ts";
import { balanceKey, stripeKey, transitKey } from "./keys.ts";
import { clause, type Clause, type Item, type LedgerWrite, type Test } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import type { Posting } from "./entries.ts";

/** Why a balance refused a change, in the order in which it is told. */
export type BalanceClause =
  | "exists"
  | "tenant"
  | "open"
  | "currency"
  | "epoch"
  | "not_isolated"
  | "unstriped"
  | "enough";

/** Under which authority, when and for which entry a balance is changed. */
export interface Standing {
  readonly cell: CellName;
  readonly epoch: bigint;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
  /** The isolated share that is over, since a lease read after its last use says so: it is removed by its value. */
  readonly ends?: IsolatedShare;
  /** Where in a trace the change belongs (W3C `traceparent`); absent where nobody records one. */
  readonly traceparent?: string;
}

/** What a home without a lease may still spend of an account, and when it last did. */
export interface IsolatedShare {
  /** Minor units. */
  readonly left: bigint;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
}

/** The isolated share that stands on a balance; undefined where a home with a lease wrote last. */
export function isolatedShareIn(balance: Item | undefined): IsolatedShare | undefined {
  const { isolatedLeft: left, isolatedAt: at } = balance ?? {};
  return typeof left === "bigint" && typeof at === "bigint" ? { left, at } : undefined;
}

/** What a full change of a balance demands of its isolated share: there is none, or just the one that is over. */
export function withoutShare({ ends }: Standing): {
  readonly require: readonly [Clause<"not_isolated">, ...Clause<"not_isolated">[]];
  readonly remove: { readonly remove?: readonly string[] };
} {
  if (ends === undefined) {
    return { require: [clause("not_isolated", { field: "isolatedLeft", is: "absent" })], remove: {} };
  }
  return {
    require: [
      clause("not_isolated", { field: "isolatedLeft", is: "=", value: ends.left }),
      clause("not_isolated", { field: "isolatedAt", is: "=", value: ends.at }),
    ],
    remove: { remove: ["isolatedLeft", "isolatedAt"] },
  };
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
  const share = withoutShare(standing);
  return {
    write: "update",
    key: balanceKey(account),
    require: [
      clause("exists", exists),
      clause("tenant", tenant),
      clause("open", { field: "status", is: "=", value: "open" }),
      clause("currency", { field: "currency", is: "=", value: of.currency }),
      clause("epoch", { field: "epoch", is: "<=", value: standing.epoch }),
      ...share.require,
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
      // A stand-in tells by this counter how much was debited that it has not seen.
      debited: of.amount,
      ...(entry.into === "posted" ? { posted: -of.amount } : { held: of.amount }),
    },
    ...share.remove,
  };
}

/**
 * Gives money to an open account of this cell: to its balance unless it is striped (clause `unstriped`), else to one of
 * its stripes, by number.
 */
export function credit(
  account: AccountId,
  currency: Currency,
  amount: bigint,
  at: bigint,
  stripe?: number,
): LedgerWrite<BalanceClause> {
  if (stripe !== undefined) return creditStripe(account, stripe, currency, amount, at);
  return {
    write: "update",
    key: balanceKey(account),
    require: [...openIn(currency), clause("unstriped", { field: "stripes", is: "absent" })],
    set: { at },
    add: { available: amount, posted: amount },
  };
}

/** Stripes become due by whole minutes, so that a hot one does not write the sparse index with every credit. */
const DUE_GRAIN_MS = 60_000n;

function creditStripe(
  account: AccountId,
  stripe: number,
  currency: Currency,
  amount: bigint,
  at: bigint,
): LedgerWrite<BalanceClause> {
  const dueAt = new Date(Number(at - (at % DUE_GRAIN_MS))).toISOString();
  return {
    write: "update",
    key: stripeKey(account, stripe),
    require: openIn(currency),
    set: { at, due: homeOf(account), dueAt },
    add: { amount },
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
