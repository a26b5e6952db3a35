import { clearing, clearingPosting, credit, creditable, debit, type BalanceClause, type Standing } from "./balances.ts";
import type { DeclineCode, PaymentEntry } from "./entries.ts";
import { fromItem, toItem } from "./entries.ts";
import { homeOf, type AccountId, type PaymentId, type Tenant } from "./ids.ts";
import { holdKey, paymentKey, referenceKey } from "./keys.ts";
import { firstBroken, type Item, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import type { Amount, Currency } from "./money.ts";
import { invariant } from "./result.ts";

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

type Role = "payment" | "source" | "payee" | "clearing" | "hold" | "reference";

/** One write of a payment, and what it is there for. */
interface Step {
  readonly role: Role;
  readonly write: LedgerWrite<BalanceClause>;
}

/** Everything that taking a payment writes, all or nothing. The payment comes first: an old one is the replay. */
export function takePayment(request: PaymentRequest, standing: Standing): readonly Step[] {
  const entry = acceptedEntry(request, standing);
  const { source, payee, amount, currency, tenant, id } = request;
  const { cell, at } = standing;
  const manual = request.capture === "manual";
  const steps: Step[] = [
    { role: "payment", write: { write: "put", key: paymentKey(cell, id), item: toItem(entry) } },
    {
      role: "source",
      write: debit(source, { tenant, currency, amount }, standing, { last: id, into: manual ? "held" : "posted" }),
    },
  ];
  if (manual) steps.push({ role: "hold", write: { write: "put", key: holdKey(source, id), item: hold(request, at) } });
  if (homeOf(payee) === cell) {
    const write = manual ? creditable(payee, currency) : credit(payee, currency, amount, at);
    steps.push({ role: "payee", write });
  } else if (!manual) {
    steps.push({ role: "clearing", write: clearing(cell, homeOf(payee), id, currency, amount) });
  }
  if (request.reference !== undefined) {
    const key = referenceKey(cell, request.reference);
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
  /** This cell's authority is older than the ledger's, or the account is counted in isolation: not for good. */
  | { readonly means: "limited" };

/** Reads from the items that refused a payment what the refusal means; the payment itself is judged first. */
export function whyRefused(steps: readonly Step[], refusals: readonly Refusal[]): PaymentRefusal {
  for (const { index, old } of refusals) {
    const step = steps[index];
    invariant(step !== undefined, "a refusal names a write of the payment");
    const meaning = meaningOf(step, old);
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
  const taken = { account: source, amount: 0n - amount };
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
  const figures = { request: request.request, epoch: standing.epoch, at: standing.at };
  return expiresAt === undefined ? { ...fixed, ...figures } : { ...fixed, ...figures, expiresAt };
}

function hold(request: PaymentRequest, at: bigint): Item {
  const { id, amount, currency, tenant, expiresAt } = request;
  invariant(expiresAt !== undefined, "an authorization ends some time");
  return { payment: id, tenant, currency, amount, remaining: amount, captured: 0n, state: "open", expiresAt, at };
}

function meaningOf({ role, write }: Step, old: Item | undefined): PaymentRefusal | undefined {
  switch (role) {
    case "payment":
      return old === undefined ? undefined : { means: "replay", entry: paymentFrom(old) };
    case "source":
      return write.write === "update" ? ofSource(firstBroken(write.require, old)) : undefined;
    case "payee":
      return write.write === "put" ? undefined : ofPayee(firstBroken(write.require, old));
    case "reference":
      return { means: "decline", code: "duplicate_reference" };
    case "hold":
    case "clearing":
      return undefined;
  }
}

function ofSource(broken: BalanceClause | undefined): PaymentRefusal | undefined {
  switch (broken) {
    case "exists":
    case "tenant":
      return { means: "source_not_found" };
    case "open":
      return { means: "decline", code: "account_closed" };
    case "currency":
      return { means: "decline", code: "currency_mismatch" };
    case "epoch":
    case "not_isolated":
      return { means: "limited" };
    case "enough":
      return { means: "decline", code: "insufficient_funds" };
    case undefined:
      return undefined;
  }
}

function ofPayee(broken: BalanceClause | undefined): PaymentRefusal | undefined {
  switch (broken) {
    case "exists":
      return { means: "decline", code: "payee_not_found" };
    case "open":
      return { means: "decline", code: "payee_closed" };
    case "currency":
      return { means: "decline", code: "payee_currency_mismatch" };
    case "tenant":
    case "epoch":
    case "not_isolated":
    case "enough":
    case undefined:
      return undefined;
  }
}
