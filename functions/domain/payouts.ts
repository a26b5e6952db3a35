import type { Standing } from "./balances.ts";
import type { BankReason } from "./bank-answers.ts";
import { decideCapture, decideVoid } from "./captures.ts";
import type { OperationEntry, PaymentEntry } from "./entries.ts";
import { putEvent } from "./events.ts";
import {
  homeOf,
  lengthPrefixedHash,
  parsePaymentId,
  systemAccountId,
  type AccountId,
  type CellName,
  type OperationId,
  type PaymentId,
} from "./ids.ts";
import { payoutDisputeKey, payoutOutcomeKey, type LedgerKey } from "./keys.ts";
import type { HomeAuthority } from "./lease.ts";
import type { Item, LedgerWrite } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import type { OperationRequest, OperationStep } from "./operation-steps.ts";
import type { PaymentRequest } from "./payments.ts";
import { invariant, type Result } from "./result.ts";

/**
 * A payout is a payment from an account to its own home's rails account: authorized when it is asked for, captured when
 * the bank has settled it, voided when the bank or the screening rejects it. The beneficiary stands in the vault under
 * the payment's id; the ledger knows of none.
 */
export type PayoutRequest = Omit<PaymentRequest, "payee" | "capture" | "expiresAt">;

/** The end of year 9999, milliseconds: a payout's hold never expires, since a bank may have paid it. */
const NEVER = 253_402_300_799_999n;
/** Since when payouts are due, among all that is due in their home: later than any other hold. ISO 8601. */
export const PAYOUTS_DUE_FROM = "9999-01-01T00:00:00.000Z";

/** The account by which a home's payouts in a currency leave. */
export function railsAccount(home: CellName, currency: Currency): AccountId {
  return systemAccountId(home, "rails", currency);
}

/** Whether an account is the one by which its home's payouts in a currency leave. */
export function isRailsAccount(account: AccountId, currency: Currency): boolean {
  return account === railsAccount(homeOf(account), currency);
}

/** Whether an account is one by which money enters or leaves the platform: an operator alone pays from it. */
export function isOperatorsAccount(account: AccountId, currency: Currency): boolean {
  const settlement = systemAccountId(homeOf(account), "settlement", currency);
  return account === settlement || isRailsAccount(account, currency);
}

/** Whether a payment is a payout: only payouts pay a rails account. */
export function isPayout({ payee, currency }: Pick<PaymentEntry, "payee" | "currency">): boolean {
  return isRailsAccount(payee, currency);
}

/** The payment that a payout is. */
export function payoutPayment(request: PayoutRequest): PaymentRequest {
  const payee = railsAccount(homeOf(request.source), request.currency);
  return { ...request, payee, capture: "manual", expiresAt: NEVER };
}

/**
 * The id that a payout has on the rail, from end to end: the hash of its payment's id, since ISO 20022 has room for 35
 * characters. No two payouts have the same, also not of two cells.
 */
export function endToEndIdOf(payment: PaymentId): string {
  return payment.slice(-32);
}

/** The payment of a home that an end-to-end id stands for. */
export function paymentOfEndToEnd(home: CellName, endToEndId: string): Result<PaymentId, "payment_id_malformed"> {
  return parsePaymentId(`pay_${home}_${endToEndId}`);
}

/** What the authority lets a cell do about sending its home's payout. */
export type Sending = "send" | "ask_first" | "withhold";

/**
 * Judges by a reading of the authority whether a payout may be sent: by its home alone, which owns itself. `epoch` is
 * that under which the bank was last known not to have it; under a newer one somebody else may have acted meanwhile.
 */
export function maySend(authority: HomeAuthority | undefined, home: CellName, cell: CellName, epoch: bigint): Sending {
  if (authority === undefined || home !== cell) return "withhold";
  if (authority.owner !== cell || authority.mode !== "normal") return "withhold";
  return authority.epoch === epoch ? "send" : "ask_first";
}

/** How a payout ends, for good: the bank has paid, or it never will. */
export type PayoutEnd =
  | { readonly end: "settled" }
  | { readonly end: "rejected"; readonly by: "bank"; readonly reason: BankReason }
  /** By the screening before it was sent; or by an operator, who answers for it that the bank has never had it. */
  | { readonly end: "rejected"; readonly by: "screening" | "operator" };

/** What the ledger makes of a payout's end. */
export type EndDecision =
  | { readonly decision: "write"; readonly entry: OperationEntry; readonly steps: readonly OperationStep[] }
  /** It has ended in just this way. */
  | { readonly decision: "done" }
  /** It has ended in the other way, which stands: what was said now is kept for whoever reconciles. */
  | { readonly decision: "disputed"; readonly write: LedgerWrite<never> };

/** The operation that ends a payout; the two ends have two ids, and the payment lets only one of them be. */
function payoutEndIdOf(payment: PaymentId, { end }: Pick<PayoutEnd, "end">): OperationId {
  // Built in the form that its parser accepts.
  return `op_${lengthPrefixedHash(["payout", end, payment])}` as OperationId;
}

/**
 * Ends a payout: captures or voids its hold, keeps how it ended and tells its tenant, all or nothing, conditional on
 * the payment being as read. The first end stands. `outcome` is what is kept of an end, where there is one.
 */
export function endPayout(
  payment: PaymentEntry,
  outcome: Item | undefined,
  end: PayoutEnd,
  standing: Standing,
  stripe?: number,
): EndDecision {
  invariant(isPayout(payment) && homeOf(payment.source) === standing.cell, "a payout ends in its home's books");
  const before = endFrom(outcome);
  if (before !== undefined) {
    if (before.end === end.end) return { decision: "done" };
    return { decision: "disputed", write: dispute(payment, end, standing) };
  }
  const { id, tenant, source, amount, request } = payment;
  const kind = end.end === "settled" ? "capture" : "void";
  const asked: OperationRequest = { kind, id: payoutEndIdOf(id, end), tenant, final: true, request };
  const decided =
    kind === "capture" ? decideCapture(payment, asked, standing, stripe) : decideVoid(payment, asked, standing);
  invariant(decided.decision === "write", "a payout without an outcome still holds all of its amount");
  const event = { account: source, tenant, payment: id, operation: asked.id, amount, at: standing.at };
  const kept: Item = { ...itemOf(end), payment: id, tenant, at: standing.at };
  const told: readonly LedgerWrite<never>[] = [
    { write: "put", key: payoutOutcomeKey(standing.cell, id), item: kept },
    putEvent({ ...event, type: end.end === "settled" ? "payout.settled" : "payout.rejected" }),
  ];
  return { ...decided, steps: [...decided.steps, ...told.map((write) => ({ role: "told", write }) as const)] };
}

/** Reads how a payout ended from what is kept of it; undefined while it has not. */
export function endFrom(outcome: Item | undefined): PayoutEnd | undefined {
  if (outcome === undefined) return undefined;
  const { end, by, reason } = outcome;
  if (end === "settled") return { end };
  invariant(end === "rejected" && typeof by === "string", "an outcome says how a payout ended");
  if (by === "screening" || by === "operator") return { end, by };
  invariant(by === "bank" && typeof reason === "string", "a bank's rejection has a reason");
  // Written from a PayoutEnd alone.
  return { end, by, reason: reason as BankReason };
}

/** Where a payout stands, as its tenant sees it. */
export type PayoutState = "processing" | "settled" | "rejected" | "declined";

/** A payout's state, from its payment's. */
export function payoutStateOf({ state }: Pick<PaymentEntry, "state">): PayoutState {
  switch (state) {
    case "captured":
      return "settled";
    case "voided":
      return "rejected";
    case "authorized":
      return "processing";
    case "declined":
      return "declined";
    case "completed":
    case "processing":
    case "expired":
    case "returned":
    case "reversed":
      throw new Error(`Invariant broken: a payout cannot be ${state}`);
  }
}

function itemOf(end: PayoutEnd): Item {
  return { ...end };
}

/** Where it is kept that a payout's bank has said this end after the payout had ended otherwise. */
export function disputeKeyOf(cell: CellName, payment: PaymentId, end: PayoutEnd): LedgerKey {
  return payoutDisputeKey(cell, payment, "reason" in end ? `${end.end}#${end.reason}` : end.end);
}

function dispute(
  { id, tenant, amount, currency }: PaymentEntry,
  end: PayoutEnd,
  standing: Standing,
): LedgerWrite<never> {
  const item: Item = { ...itemOf(end), payment: id, tenant, amount, currency, at: standing.at };
  return { write: "put", key: disputeKeyOf(standing.cell, id, end), item };
}
