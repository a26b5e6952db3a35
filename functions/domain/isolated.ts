import { debit, isolatedShareIn, type BalanceClause, type IsolatedShare, type Standing } from "./balances.ts";
import type { PaymentEntry } from "./entries.ts";
import {
  clause,
  figureIn,
  firstBroken,
  refusedStep,
  type Clause,
  type Item,
  type LedgerWrite,
  type Refusal,
} from "./ledger-write.ts";
import {
  acceptedEntry,
  otherSide,
  paymentFrom,
  recordStep,
  type PaymentRequest,
  type PaymentRole,
  type ProvisionalRefusal,
} from "./payments.ts";
import { invariant } from "./result.ts";
import { stripesOf } from "./stripes.ts";

/** Of what an account has available, the percentage that its home may spend while nobody can tell it who owns it. */
const KEPT_BACK_PERCENT = 20n;

/** A lease has to be sent this much later than an isolated debit to end it: clocks of one region differ by less. */
const CLOCK_BOUND_MS = 500n;

/** What a home without a lease keeps for itself of what is available, minor units, rounded down. */
export function keptBack(available: bigint): bigint {
  return available > 0n ? (available * KEPT_BACK_PERCENT) / 100n : 0n;
}

/** Whether a lease sent at this time shows that the isolation under which a share was last used is over. */
export function isOver(share: IsolatedShare, leaseSent: number): boolean {
  return BigInt(Math.floor(leaseSent)) > share.at + CLOCK_BOUND_MS;
}

/** Why a balance refused an isolated debit; `unchanged`: the share was begun, ended or spent since it was read. */
export type IsolatedClause = BalanceClause | "unchanged";

/** One write of an isolated payment, and what it is there for. */
export interface IsolatedStep {
  readonly role: PaymentRole;
  readonly write: LedgerWrite<IsolatedClause>;
}

/** What a home without a lease decides from the balance as it read it. */
export type IsolatedDecision =
  | { readonly decision: "write"; readonly entry: PaymentEntry; readonly steps: readonly IsolatedStep[] }
  /** Only a home with a lease declines for good: too little of the share is left, or the account would refuse. */
  | { readonly decision: "limited" }
  | { readonly decision: "not_found" };

/**
 * Takes a payment without a lease: out of the isolated share, which the first such debit sets to a fifth of what is
 * available. It sets `isolatedAt` each time, so that only a lease sent later ends the share.
 */
export function takeIsolatedPayment(
  request: PaymentRequest,
  balance: Item | undefined,
  standing: Standing,
  stripe?: number,
): IsolatedDecision {
  if (balance === undefined || balance["tenant"] !== request.tenant) return { decision: "not_found" };
  const write = isolatedDebit(request, balance, standing);
  if (write === undefined) return { decision: "limited" };
  const entry: PaymentEntry = { ...acceptedEntry(request, standing), isolated: true };
  const steps = [recordStep(entry, standing), { role: "source", write } as const];
  return { decision: "write", entry, steps: [...steps, ...otherSide(request, standing, stripe)] };
}

/** Reads from the items that refused an isolated payment what the refusal means; the payment is judged first. */
export function whyIsolatedRefused(
  steps: readonly IsolatedStep[],
  [refusal]: readonly [Refusal, ...Refusal[]],
): ProvisionalRefusal {
  const { role, write } = refusedStep(steps, refusal);
  const { old } = refusal;
  switch (role) {
    case "payment":
      return old === undefined ? { means: "changed" } : { means: "replay", entry: paymentFrom(old) };
    case "source":
    case "payee":
      return write.write === "put" ? { means: "limited" } : ofBalance(firstBroken(write.require, old), old);
    case "reference":
    case "hold":
    case "clearing":
      return { means: "limited" };
  }
}

function isolatedDebit(
  request: PaymentRequest,
  balance: Item,
  standing: Standing,
): LedgerWrite<IsolatedClause> | undefined {
  const { source, tenant, currency, amount, id, capture } = request;
  const share = isolatedShareIn(balance);
  const available = figureIn(balance, "available");
  const left = share?.left ?? keptBack(available);
  if (amount > left) return undefined;
  const into = capture === "manual" ? "held" : "posted";
  const full = debit(source, { tenant, currency, amount }, standing, { last: id, into });
  invariant(full.write === "update", "a debit changes a balance");
  // A share takes the place of what only a lease can tell: that nobody else spends the rest.
  const account = full.require.filter(({ name }) => name !== "not_isolated" && name !== "enough");
  const isolatedAt = { isolatedAt: standing.at };
  if (share === undefined) {
    const asRead: readonly Clause<IsolatedClause>[] = [
      clause("unchanged", { field: "isolatedLeft", is: "absent" }),
      clause("unchanged", { field: "available", is: "=", value: available }),
    ];
    const set = { ...full.set, ...isolatedAt, isolatedLeft: left - amount };
    return { ...full, require: [...account, ...asRead], set };
  }
  const enough = clause("unchanged", { field: "isolatedLeft", is: ">=", value: amount });
  const add = { ...full.add, isolatedLeft: 0n - amount };
  return { ...full, require: [...account, enough], set: { ...full.set, ...isolatedAt }, add };
}

function ofBalance(broken: IsolatedClause | undefined, old: Item | undefined): ProvisionalRefusal {
  switch (broken) {
    case "tenant":
      return { means: "source_not_found" };
    case "unstriped":
      return { means: "striped", stripes: stripesOf(old) };
    case "unchanged":
    case undefined:
      return { means: "changed" };
    case "exists":
    case "open":
    case "currency":
    case "epoch":
    case "not_isolated":
    case "enough":
      return { means: "limited" };
  }
}
