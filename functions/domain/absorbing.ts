import { absorbedField } from "./allowance.ts";
import { credit, clearing, clearingPosting, type BalanceClause } from "./balances.ts";
import { entryKey } from "./endings.ts";
import {
  namesOf,
  toItem,
  traceOf,
  type HalfEntry,
  type OperationEntry,
  type PaymentEntry,
  type Posting,
} from "./entries.ts";
import { putEvent, type EventType } from "./events.ts";
import { countAbsorbed } from "./fences.ts";
import { homeOf, type AccountId, type CellName, type OperationId, type PaymentId } from "./ids.ts";
import { balanceKey, halfKey, standInKey } from "./keys.ts";
import { clause, figureIn, type Clause, type Item, type LedgerWrite } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import { openHold } from "./payments.ts";
import { reversalIdOf, reverse, type Misplaced } from "./reversals.ts";
import { stripeBy, stripesOf } from "./stripes.ts";

/** What the home reads before it takes a stand-in's entry in. */
export interface AbsorbingRead<Taken extends PaymentEntry | OperationEntry = PaymentEntry | OperationEntry> {
  /** The cell whose entry it is, and the epoch under which it was written. */
  readonly standIn: CellName;
  readonly epoch: bigint;
  readonly entry: Taken;
  /** The stand-in's own payment under the same id; the entry itself unless that is an operation. */
  readonly payment?: PaymentEntry;
  /** What the stand-in did about the payment or queued, as far as it has arrived. */
  readonly theirs: readonly OperationEntry[];
  /** The home's payment under the same id, and what was done about it. */
  readonly own?: PaymentEntry;
  readonly operations: readonly OperationEntry[];
  /** The source account's balance. */
  readonly balance?: Item;
  /** What the home's payment holds back, where it is an authorization. */
  readonly hold?: Item;
  /** The payee's balance, where the home is the payee's cell too. */
  readonly payee?: Item;
}

/** What the home decides about a stand-in's entry, from what it read; it never refuses one. */
export type Absorbing =
  /** It is in already. */
  | { readonly decision: "done" }
  /** Something that comes first has not arrived yet. */
  | { readonly decision: "wait" }
  /** To be written all or nothing; refused only when something has changed since it was read. */
  | { readonly decision: "write"; readonly writes: readonly LedgerWrite<AbsorbingClause>[] };

/** Why a write of absorbing was refused: always that something is not as it was read. */
export type AbsorbingClause = BalanceClause | "unchanged";

/** Where and when the home absorbs; it needs no authority, since nobody else can. */
export interface Absorber {
  readonly cell: CellName;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
}

/**
 * Takes a stand-in's payment in under its own id, so that later retries find it at home. The home's own payment of the
 * same request stands, and the stand-in's is the duplicate; but any accepted payment beats a stored decline. Under
 * another request it is the client's misuse of a key, and is reversed.
 */
export function absorbPayment(read: AbsorbingRead<PaymentEntry>, by: Absorber): Absorbing {
  const { entry, own, standIn, operations, balance } = read;
  if (balance === undefined) return { decision: "wait" };
  if (entry.state === "declined" || own?.origin === standIn) return { decision: "done" };
  const reversal = reversalIdOf(entry.id, standIn, undefined);
  if (operations.some(({ id }) => id === reversal)) return { decision: "done" };
  if (own === undefined || own.state === "declined") return written(copyPayment(read, own, balance, by));
  return written(reversePayment(read, own, balance, by));
}

/** Lets an account know an epoch, so that its stand-in may spend the rest; refused where it knows it. */
export function raiseEpoch(account: AccountId, epoch: bigint): LedgerWrite<"exists" | "older"> {
  return {
    write: "update",
    key: balanceKey(account),
    require: [
      clause("exists", { field: "status", is: "present" }),
      clause("older", { field: "epoch", is: "<=", value: epoch - 1n }),
    ],
    set: { epoch },
  };
}

/** What every entry that is taken in writes besides itself: the account, the tally, and the event. */
export function takenIn(
  read: AbsorbingRead,
  moved: Moved,
  event: { readonly type: EventType; readonly amount: bigint } | undefined,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const { standIn, epoch, entry } = read;
  const { source, tenant } = entry;
  const names = namesOf(entry);
  const { payment, operation } = names;
  return [
    ...moveBalance(read, moved, balance, by),
    countAbsorbed({ standIn, home: by.cell, epoch }, payment, operation),
    ...(event === undefined ? [] : [putEvent({ ...event, ...names, account: source, tenant, at: by.at })]),
  ];
}

/** By how much a balance moves, minor units; `absorbed`: how much more, or less, of the stand-in's debits is in. */
export interface Moved {
  readonly available?: bigint;
  readonly posted?: bigint;
  readonly held?: bigint;
  readonly absorbed: bigint;
}

/** The payee's half of an entry whose payee is at home here: credited, or returned where it cannot have it. */
export function halfHere(
  read: AbsorbingRead,
  by: Absorber,
  amount: bigint,
): { readonly credited: boolean; readonly writes: readonly LedgerWrite<AbsorbingClause>[] } {
  const { entry, standIn, payee } = read;
  const names = namesOf(entry);
  const { payment, operation } = names;
  const { currency, request, source } = entry;
  const paid = creditHere(entry.payee, payee, currency, amount, payment, by.at);
  const account = paid === undefined ? source : entry.payee;
  const half: HalfEntry = {
    kind: "half",
    ...names,
    origin: standIn,
    outcome: paid === undefined ? "returned" : "credited",
    amount,
    currency,
    postings: [clearingPosting(by.cell, standIn, payment, -amount), { account, amount }],
    request,
    at: by.at,
    ...traceOf(entry),
  };
  return {
    credited: paid !== undefined,
    writes: [
      { write: "put", key: halfKey(by.cell, payment, operation), item: toItem(half) },
      clearing(by.cell, standIn, payment, currency, -amount),
      ...(paid === undefined ? [] : [paid]),
    ],
  };
}

/** Credits an account of this cell as it was read; undefined where it cannot have the money. */
export function creditHere(
  account: AccountId,
  balance: Item | undefined,
  currency: Currency,
  amount: bigint,
  payment: PaymentId,
  at: bigint,
): LedgerWrite<BalanceClause> | undefined {
  if (balance?.["status"] !== "open" || balance["currency"] !== currency) return undefined;
  const stripes = stripesOf(balance);
  return credit(account, currency, amount, at, stripes > 0 ? stripeFor(payment, stripes) : undefined);
}

/** The stripe of a payee that takes a payment's credit: spread as evenly as payments' ids are, and the same again. */
export function stripeFor(payment: PaymentId, stripes: number): number {
  return stripeBy(Number.parseInt(payment.slice(-8), 16) / 2 ** 32, stripes);
}

/** What of a stand-in's entry has no place at home. */
export function misplaced(read: AbsorbingRead, operation: OperationId | undefined, amount: bigint): Misplaced {
  const { entry, standIn } = read;
  const { payment } = namesOf(entry);
  const { tenant, source, payee, currency, request } = entry;
  const named = { payment, ...(operation === undefined ? {} : { operation }) };
  return { standIn, ...named, tenant, source, payee, amount, currency, request };
}

/** The account's side of an absorbed debit: its own account is debited, and what the stand-in took is taken over. */
export function takenOver(standIn: CellName, source: AccountId, amount: bigint): readonly Posting[] {
  return [
    { account: source, amount: -amount },
    { account: standInKey(standIn, source).pk, amount },
  ];
}

/** A decision to write. */
export function written(writes: readonly LedgerWrite<AbsorbingClause>[]): Absorbing {
  return { decision: "write", writes };
}

function copyPayment(
  read: AbsorbingRead<PaymentEntry>,
  declined: PaymentEntry | undefined,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const { entry, standIn } = read;
  const { source } = entry;
  const amount: bigint = entry.amount;
  const { due: _due, operated: _operated, leftToHome: _left, ...as } = entry;
  const plain = { ...as, origin: standIn, captured: 0n, refundable: 0n } as const;
  if (entry.capture === "manual") {
    const copy: PaymentEntry = { ...plain, postings: [], state: "authorized" };
    const moved = { available: -amount, held: amount, absorbed: -amount };
    return [recordCopy(copy, declined, by), openHold(copy, by.cell), ...takenIn(read, moved, undefined, balance, by)];
  }
  const taken = { ...plain, captured: amount, postings: takenOver(standIn, source, amount) };
  const debited = { available: -amount, posted: -amount, absorbed: -amount };
  const peer = homeOf(entry.payee);
  if (peer === by.cell) {
    const half = halfHere(read, by, amount);
    const copy = half.credited
      ? ({ ...taken, state: "completed", refundable: amount } as const)
      : ({ ...taken, state: "returned" } as const);
    const event = half.credited ? undefined : ({ type: "payment.returned", amount } as const);
    // What goes straight back leaves the account where it was.
    const moved = half.credited ? debited : { absorbed: -amount };
    return [recordCopy(copy, declined, by), ...half.writes, ...takenIn(read, moved, event, balance, by)];
  }
  // The stand-in's own payee has the money; another cell's may have it or not.
  const copy: PaymentEntry =
    peer === standIn
      ? { ...taken, state: "completed", refundable: amount }
      : { ...taken, state: "processing", due: { cell: by.cell, account: entry.payee, action: "await" } };
  return [recordCopy(copy, declined, by), ...takenIn(read, debited, undefined, balance, by)];
}

/** The home's copy of an entry, under its id; nothing may be there but a decline, which it replaces. */
export function recordCopy(
  copy: PaymentEntry | OperationEntry,
  declined: PaymentEntry | OperationEntry | undefined,
  { cell }: Absorber,
): LedgerWrite<"unchanged"> {
  const { payment, operation } = namesOf(copy);
  const key = entryKey(cell, payment, operation);
  if (declined === undefined) return { write: "put", key, item: toItem(copy) };
  return {
    write: "update",
    key,
    require: [clause("unchanged", { field: "state", is: "=", value: "declined" })],
    set: toItem(copy),
    remove: ["code", "queued"],
  };
}

function reversePayment(
  read: AbsorbingRead<PaymentEntry>,
  own: PaymentEntry,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const { capture, request } = read.entry;
  const amount: bigint = read.entry.amount;
  const duplicate = own.request === request;
  // An authorization has booked nothing: its hold counts as never made, and what was captured of it comes by itself.
  const of = misplaced(read, undefined, capture === "manual" ? 0n : amount);
  const type = duplicate ? "payment.duplicate_reversed" : "payment.reversed";
  return [
    ...reverse(of, duplicate ? "clearing" : "suspense", by.cell, by.at),
    ...takenIn(read, { absorbed: -amount }, { type, amount }, balance, by),
  ];
}

/**
 * Moves the source account's figures and lets it know the epoch. Where money is taken, the write says on which side of
 * zero that leaves the account, so that the tenant is told just when it crosses; other writers may move it meanwhile.
 */
function moveBalance(
  { standIn, epoch, entry }: AbsorbingRead,
  { available = 0n, posted = 0n, held = 0n, absorbed }: Moved,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const figures = { available, posted, held, [absorbedField(standIn)]: absorbed };
  const add = Object.fromEntries(Object.entries(figures).filter(([, by]) => by !== 0n));
  const known = figureIn(balance, "epoch") >= epoch;
  const side = available < 0n && balance["floor"] !== "none" ? sideOfZero(balance, available) : undefined;
  const { source, tenant } = entry;
  const named = { account: source, tenant, ...namesOf(entry), at: by.at };
  return [
    {
      write: "update",
      key: balanceKey(source),
      require: [
        clause("exists", { field: "status", is: "present" }),
        ...(known ? [] : [clause("epoch", { field: "epoch", is: "<=", value: epoch })]),
        ...(side?.require ?? []),
      ],
      set: { at: by.at, ...(known ? {} : { epoch }) },
      ...(Object.keys(add).length === 0 ? {} : { add }),
    },
    ...(side?.crossed === true
      ? [putEvent({ ...named, type: "account.overdrawn", amount: -(figureIn(balance, "available") + available) })]
      : []),
  ];
}

function sideOfZero(
  balance: Item,
  delta: bigint,
): { readonly crossed: boolean; readonly require: readonly Clause<"unchanged">[] } {
  const before = figureIn(balance, "available");
  const within = (is: "<=" | ">=", value: bigint) => clause("unchanged", { field: "available", is, value });
  if (before + delta >= 0n) return { crossed: false, require: [within(">=", -delta)] };
  if (before < 0n) return { crossed: false, require: [within("<=", -1n)] };
  return { crossed: true, require: [within(">=", 0n), within("<=", -delta - 1n)] };
}
