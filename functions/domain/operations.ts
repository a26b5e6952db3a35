import { clearing, clearingPosting, credit, debit, type BalanceClause, type Standing } from "./balances.ts";
import { fromItem, toItem } from "./entries.ts";
import type { OperationDeclineCode, OperationEntry, PaymentEntry, PaymentState, Posting } from "./entries.ts";
import { homeOf, type OperationId, type Tenant } from "./ids.ts";
import { balanceKey, holdKey, operationKey, paymentKey } from "./keys.ts";
import { clause, firstBroken, type Item, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import { invariant } from "./result.ts";

/** A capture, void or refund that a tenant asks for, parsed. */
export interface OperationRequest {
  readonly kind: "capture" | "void" | "refund";
  readonly id: OperationId;
  readonly tenant: Tenant;
  /** Minor units; absent: all that is left. */
  readonly amount?: bigint;
  /** Whether a capture gives back what it leaves of the hold. */
  readonly final: boolean;
  /** Versioned HMAC of the parsed request body. */
  readonly request: string;
}

/** What was decided from the payment as it was read. */
export type OperationDecision =
  | { readonly decision: "write"; readonly entry: OperationEntry; readonly steps: readonly OperationStep[] }
  | { readonly decision: "decline"; readonly code: OperationDeclineCode }
  /** More can be refunded once the payee was credited: nothing can be said for good yet. */
  | { readonly decision: "wait" };

/** One write of an operation, and what it is there for. */
export interface OperationStep {
  readonly role: "operation" | "payment" | "hold" | "source" | "payee" | "clearing";
  readonly write: LedgerWrite<BalanceClause | "unchanged">;
}

/**
 * Decides an operation on a payment of this cell, from the payment and its operations as read; every write is
 * conditional on the payment still being so.
 */
export function decideOperation(
  payment: PaymentEntry,
  operations: readonly OperationEntry[],
  asked: OperationRequest,
  standing: Standing,
): OperationDecision {
  switch (asked.kind) {
    case "capture":
      return decideCapture(payment, asked, standing);
    case "void":
      return decideVoid(payment, asked, standing);
    case "refund":
      return decideRefund(payment, operations, asked, standing);
  }
}

/** What a refused operation means. */
export type OperationRefusal =
  | { readonly means: "replay"; readonly entry: OperationEntry }
  /** The payment moved on since it was read: read again and decide again. */
  | { readonly means: "changed" }
  | { readonly means: "decline"; readonly code: OperationDeclineCode }
  | { readonly means: "not_found" }
  | { readonly means: "limited" };

/** Reads from the items that refused an operation what the refusal means; the operation itself is judged first. */
export function whyOperationRefused(
  steps: readonly OperationStep[],
  refusals: readonly [Refusal, ...Refusal[]],
): OperationRefusal {
  const [{ index, old }] = refusals;
  const step = steps[index];
  invariant(step !== undefined, "a refusal names a write of the operation");
  switch (step.role) {
    case "operation":
      return old === undefined ? { means: "changed" } : { means: "replay", entry: operationFrom(old) };
    case "source":
    case "payee":
      return ofBalance(step, old);
    case "payment":
    case "hold":
    case "clearing":
      return { means: "changed" };
  }
}

/** The stored form of an operation refused for good. */
export function declinedOperation(
  payment: PaymentEntry,
  asked: OperationRequest,
  code: OperationDeclineCode,
  standing: Standing,
): OperationEntry {
  return { ...operationEntry(payment, asked, asked.amount ?? 0n, standing, []), state: "declined", code };
}

/** The single write that stores a declined operation; finding one there, that one is the answer. */
export function storeOperation(entry: OperationEntry, standing: Standing): readonly LedgerWrite[] {
  return [{ write: "put", key: operationKey(standing.cell, entry.payment, entry.id), item: toItem(entry) }];
}

/** Reads a stored operation. */
export function operationFrom(item: Item): OperationEntry {
  const entry = fromItem(item);
  invariant(entry.kind !== "payment" && entry.kind !== "half", "the item under an operation's key is an operation");
  return entry;
}

function decideCapture(payment: PaymentEntry, asked: OperationRequest, standing: Standing): OperationDecision {
  if (payment.state !== "authorized") return decline("not_capturable");
  if ((payment.expiresAt ?? 0n) <= standing.at) return decline("authorization_expired");
  const remaining = payment.amount - payment.captured;
  const amount = asked.amount ?? remaining;
  if (amount > remaining) return decline("capture_exceeds_authorization");
  const drawn = asked.final ? remaining : amount;
  const peer = homeOf(payment.payee);
  const here = peer === standing.cell;
  const { id, payee, source, currency } = payment;
  const other = here ? { account: payee, amount } : clearingPosting(standing.cell, peer, id, amount);
  const base = operationEntry(payment, asked, amount, standing, [{ account: source, amount: -amount }, other]);
  const entry: OperationEntry = here
    ? base
    : { ...base, state: "processing", due: { cell: peer, account: payee, action: "credit" } };
  const state = drawn === remaining ? "captured" : "authorized";
  return {
    decision: "write",
    entry,
    steps: [
      recordStep(entry, standing),
      // Nothing can be taken back from a payee who was not yet paid.
      paymentStep(payment, standing, { state, captured: amount, refundable: here ? amount : 0n }),
      holdStep(payment, standing, { drawn, captured: amount, state: state === "captured" ? "captured" : "open" }),
      heldStep(payment, standing, entry.id, { drawn, taken: amount }),
      here
        ? { role: "payee", write: credit(payee, currency, amount, standing.at) }
        : { role: "clearing", write: clearing(standing.cell, peer, id, currency, amount) },
    ],
  };
}

function decideVoid(payment: PaymentEntry, asked: OperationRequest, standing: Standing): OperationDecision {
  if (payment.state !== "authorized") return decline("not_voidable");
  const remaining = payment.amount - payment.captured;
  const entry = operationEntry(payment, asked, remaining, standing, []);
  const state = payment.captured > 0n ? "captured" : "voided";
  return {
    decision: "write",
    entry,
    steps: [
      recordStep(entry, standing),
      paymentStep(payment, standing, { state, captured: 0n, refundable: 0n }),
      holdStep(payment, standing, { drawn: remaining, captured: 0n, state: "voided" }),
      heldStep(payment, standing, entry.id, { drawn: remaining, taken: 0n }),
    ],
  };
}

function decideRefund(
  payment: PaymentEntry,
  operations: readonly OperationEntry[],
  asked: OperationRequest,
  standing: Standing,
): OperationDecision {
  const amount = asked.amount ?? payment.refundable;
  if (amount > payment.refundable || amount <= 0n) {
    if (amount <= payment.captured && awaitsPayee(payment, operations)) return { decision: "wait" };
    return decline(amount <= 0n ? "nothing_to_refund" : "refund_exceeds_captured");
  }
  const { source, payee, currency } = payment;
  const peer = homeOf(payee);
  const reserve = paymentStep(payment, standing, { state: payment.state, captured: 0n, refundable: -amount });
  if (peer !== standing.cell) {
    const entry: OperationEntry = {
      ...operationEntry(payment, asked, amount, standing, []),
      state: "processing",
      due: { cell: peer, account: payee, action: "debit" },
    };
    return { decision: "write", entry, steps: [recordStep(entry, standing), reserve] };
  }
  const back = [
    { account: payee, amount: -amount },
    { account: source, amount },
  ];
  const entry = operationEntry(payment, asked, amount, standing, back);
  const of = { tenant: asked.tenant, currency, amount };
  return {
    decision: "write",
    entry,
    steps: [
      recordStep(entry, standing),
      reserve,
      { role: "payee", write: debit(payee, of, standing, { last: entry.id, into: "posted" }) },
      { role: "source", write: credit(source, currency, amount, standing.at) },
    ],
  };
}

/** Whether money of a payment is still on its way to a payee in another cell. */
function awaitsPayee(payment: PaymentEntry, operations: readonly OperationEntry[]): boolean {
  if (payment.state === "processing") return true;
  return operations.some(({ kind, state }) => kind === "capture" && state === "processing");
}

function operationEntry(
  payment: PaymentEntry,
  asked: OperationRequest,
  amount: bigint,
  standing: Standing,
  postings: readonly Posting[],
): OperationEntry {
  const { kind, id, tenant, request } = asked;
  const { source, payee, currency } = payment;
  const names = { kind, id, payment: payment.id, tenant, source, payee } as const;
  return { ...names, amount, currency, postings, request, at: standing.at, state: "completed" };
}

function recordStep(entry: OperationEntry, standing: Standing): OperationStep {
  const key = operationKey(standing.cell, entry.payment, entry.id);
  return { role: "operation", write: { write: "put", key, item: toItem(entry) } };
}

function paymentStep(
  payment: PaymentEntry,
  standing: Standing,
  to: { readonly state: PaymentState; readonly captured: bigint; readonly refundable: bigint },
): OperationStep {
  return {
    role: "payment",
    write: {
      write: "update",
      key: paymentKey(standing.cell, payment.id),
      require: [
        clause("unchanged", { field: "state", is: "=", value: payment.state }),
        clause("unchanged", { field: "captured", is: "=", value: payment.captured }),
        clause("unchanged", { field: "refundable", is: "=", value: payment.refundable }),
      ],
      set: { state: to.state },
      add: { captured: to.captured, refundable: to.refundable },
    },
  };
}

function holdStep(
  payment: PaymentEntry,
  standing: Standing,
  to: { readonly drawn: bigint; readonly captured: bigint; readonly state: "open" | "captured" | "voided" },
): OperationStep {
  const capturing = to.state !== "voided";
  return {
    role: "hold",
    write: {
      write: "update",
      key: holdKey(payment.source, payment.id),
      require: [
        clause("unchanged", { field: "state", is: "=", value: "open" }),
        clause("unchanged", { field: "remaining", is: "=", value: payment.amount - payment.captured }),
        ...(capturing ? [clause("unchanged", { field: "expiresAt", is: ">", value: standing.at })] : []),
      ],
      set: { state: to.state },
      add: { remaining: -to.drawn, captured: to.captured },
    },
  };
}

/** Ends a part of what is held on the source account: taken for good, or available again. */
function heldStep(
  payment: PaymentEntry,
  standing: Standing,
  last: OperationId,
  of: { readonly drawn: bigint; readonly taken: bigint },
): OperationStep {
  return {
    role: "source",
    write: {
      write: "update",
      key: balanceKey(payment.source),
      require: [
        clause("exists", { field: "status", is: "present" }),
        clause("epoch", { field: "epoch", is: "<=", value: standing.epoch }),
        clause("not_isolated", { field: "isolatedLeft", is: "absent" }),
      ],
      set: { epoch: standing.epoch, last, at: standing.at },
      add: { held: -of.drawn, posted: -of.taken, available: of.drawn - of.taken, version: 1n },
    },
  };
}

function ofBalance({ role, write }: OperationStep, old: Item | undefined): OperationRefusal {
  const broken = write.write === "put" ? undefined : firstBroken(write.require, old);
  switch (broken) {
    case "exists":
    case "tenant":
      return { means: "not_found" };
    case "open":
    case "currency":
      return { means: "decline", code: role === "payee" ? "payee_closed" : "account_closed" };
    case "enough":
      return { means: "decline", code: "insufficient_funds" };
    case "epoch":
    case "not_isolated":
      return { means: "limited" };
    case "unchanged":
    case undefined:
      return { means: "changed" };
  }
}

function decline(code: OperationDeclineCode): OperationDecision {
  return { decision: "decline", code };
}
