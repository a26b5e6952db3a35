import {
  clearing,
  clearingPosting,
  credit,
  creditable,
  debit,
  isolatedShareIn,
  type BalanceClause,
  type IsolatedShare,
  type Standing,
} from "./balances.ts";
import type { DeclineCode, PaymentEntry } from "./entries.ts";
import { fromItem, toItem, traceOf } from "./entries.ts";
import { homeOf, type AccountId, type CellName, type PaymentId, type Tenant } from "./ids.ts";
import { holdKey, paymentKey, referenceKey, standInKey } from "./keys.ts";
import { firstBroken, refusedStep, type Item, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import type { Amount, Currency } from "./money.ts";
import { invariant } from "./result.ts";
import { stripesOf } from "./stripes.ts";

/** A payment that a tenant asks for, parsed. */
export interface PaymentRequest {
  readonly id: PaymentId;
  readonly tenant: Tenant;
  readonly source: AccountId;
  readonly payee: AccountId;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly capture: "automatic" | "manual";
  /** When an authorization ends, milliseconds since the epoch; for `capture: manual`. */
  readonly expiresAt?: bigint;
  /** Hash of the tenant's own reference on this account. */
  readonly reference?: string;
  /** Versioned HMAC of the parsed request body. */
  readonly request: string;
}

/** What one write of a payment is there for, whichever cell takes it. */
export type PaymentRole = "payment" | "source" | "payee" | "clearing" | "hold" | "reference";

/** One write of a payment, and what it is there for. */
export interface PaymentStep {
  readonly role: PaymentRole;
  readonly write: LedgerWrite<BalanceClause>;
}

/**
 * Everything that taking a payment writes, all or nothing. The payment comes first: an old one is the replay. A payee
 * known to be striped is credited on the stripe named.
 */
export function takePayment(request: PaymentRequest, standing: Standing, stripe?: number): readonly PaymentStep[] {
  const { source, amount, currency, tenant, id } = request;
  const into = request.capture === "manual" ? "held" : "posted";
  return [
    recordStep(acceptedEntry(request, standing), standing),
    { role: "source", write: debit(source, { tenant, currency, amount }, standing, { last: id, into }) },
    ...otherSide(request, standing, stripe),
  ];
}

/** The write that puts a payment into the journal. */
export function recordStep(entry: PaymentEntry, { cell }: Standing): PaymentStep {
  return { role: "payment", write: { write: "put", key: paymentKey(cell, entry.id), item: toItem(entry) } };
}

/** What a payment writes besides its entry and its debit, which are the same in every cell that takes it. */
export function otherSide(request: PaymentRequest, standing: Standing, stripe?: number): readonly PaymentStep[] {
  const { payee, amount, currency, id, reference } = request;
  const { cell, at } = standing;
  const manual = request.capture === "manual";
  const steps: PaymentStep[] = [];
  if (manual) steps.push({ role: "hold", write: openHold(acceptedEntry(request, standing), cell) });
  if (homeOf(payee) === cell) {
    const write = manual ? creditable(payee, currency) : credit(payee, currency, amount, at, stripe);
    steps.push({ role: "payee", write });
  } else if (!manual) {
    steps.push({ role: "clearing", write: clearing(cell, homeOf(payee), id, currency, amount) });
  }
  if (reference !== undefined) {
    const key = referenceKey(cell, reference);
    steps.push({ role: "reference", write: { write: "put", key, item: { payment: id } } });
  }
  return steps;
}

/** What a refused payment means. */
export type PaymentRefusal =
  /** The key was used before: this entry is the answer, if the request is the same. */
  | { readonly means: "replay"; readonly entry: PaymentEntry }
  /** Refused for good, to be stored under the key. */
  | { readonly means: "decline"; readonly code: DeclineCode }
  /** There is no such account for this tenant. */
  | { readonly means: "source_not_found" }
  /** The account was counted in isolation: to be taken again once a newer lease says that this is over. */
  | { readonly means: "isolated"; readonly share: IsolatedShare }
  /** The payee has this many stripes: to be taken again with one of them. */
  | { readonly means: "striped"; readonly stripes: number }
  /** Too little is available, but this many stripes may hold more: to be taken again once they are swept in. */
  | { readonly means: "unswept"; readonly stripes: number }
  /** This cell's authority is older than the ledger's: not for good. */
  | { readonly means: "limited" };

/** What a refusal means to a cell that declines nothing for good: without a lease, or standing in. */
export type ProvisionalRefusal =
  | { readonly means: "replay"; readonly entry: PaymentEntry }
  | { readonly means: "source_not_found" }
  | { readonly means: "striped"; readonly stripes: number }
  /** What was read is no longer so: read again and decide again. */
  | { readonly means: "changed" }
  | { readonly means: "limited" };

/** Reads from the items that refused a payment what the refusal means; the payment itself is judged first. */
export function whyRefused(steps: readonly PaymentStep[], refusals: readonly Refusal[]): PaymentRefusal {
  for (const refusal of refusals) {
    const meaning = meaningOf(refusedStep(steps, refusal), refusal.old);
    if (meaning !== undefined) return meaning;
  }
  // The item changed between the refusal and its old image: nothing can be said for good.
  return { means: "limited" };
}

/** The stored form of a refusal for good. */
export function declinedEntry(request: PaymentRequest, code: DeclineCode, standing: Standing): PaymentEntry {
  return { ...commonFields(request, standing), postings: [], state: "declined", code, refundable: 0n, captured: 0n };
}

/** The single write that stores a decline; finding a payment there, that one is the answer. */
export function storeDecline(entry: PaymentEntry, standing: Standing): readonly LedgerWrite[] {
  return [{ write: "put", key: paymentKey(standing.cell, entry.id), item: toItem(entry) }];
}

/** The entry that an accepted payment leaves in the journal. */
export function acceptedEntry(request: PaymentRequest, standing: Standing): PaymentEntry {
  const common = commonFields(request, standing);
  const { source, payee, amount, id } = request;
  if (request.capture === "manual") {
    return { ...common, postings: [], state: "authorized", captured: 0n, refundable: 0n };
  }
  const taken = { account: bookedOn(source, standing.cell), amount: 0n - amount };
  const peer = homeOf(payee);
  if (peer === standing.cell) {
    const postings = [taken, { account: payee, amount }];
    return { ...common, postings, state: "completed", captured: amount, refundable: amount };
  }
  return {
    ...common,
    captured: amount,
    // Nothing can be taken back from a payee who was not yet paid.
    refundable: 0n,
    postings: [taken, clearingPosting(standing.cell, peer, id, amount)],
    state: "processing",
    due: { cell: peer, account: payee, action: "credit" },
  };
}

/** Reads a stored payment. */
export function paymentFrom(item: Item): PaymentEntry {
  const entry = fromItem(item);
  invariant(entry.kind === "payment", "the item under a payment's key is a payment");
  return entry;
}

function commonFields(request: PaymentRequest, standing: Standing) {
  const { id, tenant, source, payee, amount, currency, capture, expiresAt } = request;
  const fixed = { kind: "payment", id, tenant, source, payee, amount, currency, capture } as const;
  const figures = { request: request.request, epoch: standing.epoch, at: standing.at, ...traceOf(standing) };
  return expiresAt === undefined ? { ...fixed, ...figures } : { ...fixed, ...figures, expiresAt };
}

/**
 * Holds back what a payment authorizes, in the books of the cell that has it. The home's hold is due when it ends, so
 * that the sweep expires it; a stand-in's ends with the home's copy of it.
 */
export function openHold(entry: PaymentEntry, cell: CellName): LedgerWrite<never> {
  const { id, amount, currency, tenant, expiresAt, source, at } = entry;
  invariant(expiresAt !== undefined, "an authorization ends some time");
  const figures = { payment: id, tenant, currency, amount, remaining: amount, captured: 0n, state: "open" };
  const due = cell === homeOf(source) ? { due: cell, dueAt: new Date(Number(expiresAt)).toISOString() } : {};
  return { write: "put", key: holdKey(cell, source, id), item: { ...figures, expiresAt, at, ...due } };
}

/** The name under which a cell posts an account's side of an entry: the account, or a stand-in's own row for it. */
export function bookedOn(account: AccountId, cell: CellName): string {
  return homeOf(account) === cell ? account : standInKey(cell, account).pk;
}

function meaningOf({ role, write }: PaymentStep, old: Item | undefined): PaymentRefusal | undefined {
  switch (role) {
    case "payment":
      return old === undefined ? undefined : { means: "replay", entry: paymentFrom(old) };
    case "source":
      return write.write === "update" ? ofSource(firstBroken(write.require, old), old) : undefined;
    case "payee":
      return write.write === "put" ? undefined : ofPayee(firstBroken(write.require, old), old);
    case "reference":
      return { means: "decline", code: "duplicate_reference" };
    case "hold":
    case "clearing":
      return undefined;
  }
}

function ofSource(broken: BalanceClause | undefined, old: Item | undefined): PaymentRefusal | undefined {
  switch (broken) {
    case "exists":
    case "tenant":
      return { means: "source_not_found" };
    case "open":
      return { means: "decline", code: "account_closed" };
    case "currency":
      return { means: "decline", code: "currency_mismatch" };
    case "epoch":
      return { means: "limited" };
    case "not_isolated": {
      const share = isolatedShareIn(old);
      return share === undefined ? { means: "limited" } : { means: "isolated", share };
    }
    case "enough": {
      const stripes = stripesOf(old);
      return stripes > 0 ? { means: "unswept", stripes } : { means: "decline", code: "insufficient_funds" };
    }
    case "unstriped":
    case undefined:
      return undefined;
  }
}

function ofPayee(broken: BalanceClause | undefined, old: Item | undefined): PaymentRefusal | undefined {
  switch (broken) {
    case "exists":
      return { means: "decline", code: "payee_not_found" };
    case "open":
      return { means: "decline", code: "payee_closed" };
    case "currency":
      return { means: "decline", code: "payee_currency_mismatch" };
    case "unstriped":
      return { means: "striped", stripes: stripesOf(old) };
    case "tenant":
    case "epoch":
    case "not_isolated":
    case "enough":
    case undefined:
      return undefined;
  }
}
