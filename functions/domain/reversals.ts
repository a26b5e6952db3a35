import { clearing, clearingPosting, creditSystem } from "./balances.ts";
import { toItem, type HalfEntry, type OperationEntry, type Posting } from "./entries.ts";
import {
  homeOf,
  lengthPrefixedHash,
  systemAccountId,
  type AccountId,
  type CellName,
  type OperationId,
  type PaymentId,
  type Tenant,
} from "./ids.ts";
import { bounceKey, operationKey, standInKey } from "./keys.ts";
import type { LedgerWrite } from "./ledger-write.ts";
import type { Currency } from "./money.ts";

/** A stand-in's entry that has no place at home: what of it has to be undone. */
export interface Misplaced {
  /** The cell that wrote it. */
  readonly standIn: CellName;
  readonly payment: PaymentId;
  /** The operation, where it is not the payment itself. */
  readonly operation?: OperationId;
  readonly tenant: Tenant;
  readonly source: AccountId;
  readonly payee: AccountId;
  /** Minor units that it has booked; 0 for what moved nothing. */
  readonly amount: bigint;
  readonly currency: Currency;
  readonly request: string;
}

/**
 * Where a reversal takes the money from. `clearing`: the payee's cell books the entry back, since it has credited
 * another one of the same request, or because it is the home itself and never credits it. `suspense`: the payee has it,
 * so the platform gives it until the payee gives it back.
 */
export type ReversedFrom = "clearing" | "suspense";

/** The id of what reverses a stand-in's payment, or its operation: every cell computes the same. */
export function reversalIdOf(payment: PaymentId, standIn: CellName, operation: OperationId | undefined): OperationId {
  const fields = ["reversal", payment, standIn, ...(operation === undefined ? [] : [operation])];
  return `op_${lengthPrefixedHash(fields)}` as OperationId; // built in the form that its parser accepts
}

/**
 * Reverses a stand-in's entry: a new entry of the home under an id of its own, which must not be there, and the rows
 * that it moves. The account itself ends unmoved.
 */
export function reverse(of: Misplaced, from: ReversedFrom, home: CellName, at: bigint): readonly LedgerWrite<never>[] {
  if (of.amount === 0n) return [record({}, of, [], home, at)];
  const peer = homeOf(of.payee);
  if (from === "clearing" || peer === home) return fromClearing(of, peer, home, at);
  const { payment, amount, currency } = of;
  const suspense = systemAccountId(home, "suspense", currency);
  const taken = creditSystem(suspense, currency, -amount, at);
  const postings = [givenBack(of), { account: suspense, amount: -amount }];
  const due = { cell: peer, account: of.payee, action: "debit" } as const;
  return [
    record({ source: suspense, state: "processing", due }, { ...of, payment }, postings, home, at),
    // What the platform has laid out is below zero, as it should be.
    taken.write === "update" ? { ...taken, set: { ...taken.set, floor: "none" } } : taken,
  ];
}

function fromClearing(of: Misplaced, peer: CellName, home: CellName, at: bigint): readonly LedgerWrite<never>[] {
  const { payment, amount, currency, standIn, operation, request } = of;
  const owed = clearingPosting(home, peer, payment, -amount);
  const reversal = record({}, of, [givenBack(of), owed], home, at);
  if (peer !== home) return [reversal, clearing(home, peer, payment, currency, -amount)];
  // The home is the payee's cell too: it books the entry back itself, and what it owes itself comes to nothing.
  const half: HalfEntry = {
    kind: "half",
    payment,
    ...(operation === undefined ? {} : { operation }),
    origin: standIn,
    outcome: "bounced",
    amount,
    currency,
    request,
    postings: [clearingPosting(home, standIn, payment, -amount), clearingPosting(home, home, payment, amount)],
    at,
  };
  const key = bounceKey(home, payment, standIn, operation);
  return [reversal, { write: "put", key, item: toItem(half) }, clearing(home, standIn, payment, currency, -amount)];
}

/** What the stand-in took counts as never taken. */
function givenBack({ standIn, source, amount }: Misplaced): Posting {
  return { account: standInKey(standIn, source).pk, amount };
}

function record(
  over: Pick<Partial<OperationEntry>, "source" | "state" | "due">,
  of: Misplaced,
  postings: readonly Posting[],
  home: CellName,
  at: bigint,
): LedgerWrite<never> {
  const { standIn, payment, operation, tenant, source, payee, amount, currency, request } = of;
  const id = reversalIdOf(payment, standIn, operation);
  const names = { kind: "reversal", id, payment, tenant, source, payee, origin: standIn } as const;
  const entry: OperationEntry = { ...names, amount, currency, postings, request, at, state: "completed", ...over };
  return { write: "put", key: operationKey(home, payment, id), item: toItem(entry) };
}
