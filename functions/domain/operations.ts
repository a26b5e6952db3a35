import { isolatedShareIn, type IsolatedShare, type Standing } from "./balances.ts";
import { decideCapture, decideVoid } from "./captures.ts";
import { fromItem, toItem, type OperationDeclineCode, type OperationEntry, type PaymentEntry } from "./entries.ts";
import { operationKey } from "./keys.ts";
import { firstBroken, refusedStep, type Item, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import {
  decline,
  operationEntry,
  type OperationDecision,
  type OperationRequest,
  type OperationStep,
} from "./operation-steps.ts";
import { isPayout } from "./payouts.ts";
import { decideRefund } from "./refunds.ts";
import { invariant } from "./result.ts";
import { stripesOf } from "./stripes.ts";

export type { OperationDecision, OperationRequest, OperationStep };

/**
 * Decides an operation on a payment that stands in this cell's own books, from the payment and its operations as read;
 * every write is conditional on the payment still being so. An account known to be striped is credited on the stripe
 * named.
 */
export function decideOperation(
  payment: PaymentEntry,
  operations: readonly OperationEntry[],
  asked: OperationRequest,
  standing: Standing,
  stripe?: number,
): OperationDecision {
  // A bank decides what becomes of a payout: whoever ended it otherwise would have the money twice.
  if (isPayout(payment)) return decline(UNLESS_BY_BANK[asked.kind]);
  switch (asked.kind) {
    case "capture":
      return decideCapture(payment, asked, standing, stripe);
    case "void":
      return decideVoid(payment, asked, standing);
    case "refund":
      return decideRefund(payment, operations, asked, standing, stripe);
  }
}

const UNLESS_BY_BANK = {
  capture: "not_capturable",
  void: "not_voidable",
  refund: "nothing_to_refund",
} as const satisfies Record<OperationRequest["kind"], OperationDeclineCode>;

/** What a refused operation means. */
export type OperationRefusal =
  | { readonly means: "replay"; readonly entry: OperationEntry }
  /** The payment moved on since it was read: read again and decide again. */
  | { readonly means: "changed" }
  | { readonly means: "decline"; readonly code: OperationDeclineCode }
  | { readonly means: "not_found" }
  /** The account was counted in isolation: to be done again once a newer lease says that this is over. */
  | { readonly means: "isolated"; readonly share: IsolatedShare }
  /** The account to be credited has this many stripes: to be done again with one of them. */
  | { readonly means: "striped"; readonly stripes: number }
  /** The payee has too little to give back, but this many stripes that may hold more: to be swept in first. */
  | { readonly means: "unswept"; readonly stripes: number }
  | { readonly means: "limited" };

/** Reads from the items that refused an operation what the refusal means; the operation itself is judged first. */
export function whyOperationRefused(
  steps: readonly OperationStep[],
  [refusal]: readonly [Refusal, ...Refusal[]],
): OperationRefusal {
  const step = refusedStep(steps, refusal);
  const { old } = refusal;
  switch (step.role) {
    case "operation":
      return old === undefined ? { means: "changed" } : { means: "replay", entry: operationFrom(old) };
    case "source":
    case "payee":
      return ofBalance(step, old);
    case "payment":
    case "hold":
    case "position":
    case "clearing":
    case "told":
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

function ofBalance({ role, write }: OperationStep, old: Item | undefined): OperationRefusal {
  const broken = write.write === "put" ? undefined : firstBroken(write.require, old);
  switch (broken) {
    case "exists":
    case "tenant":
      return { means: "not_found" };
    case "open":
    case "currency":
      return { means: "decline", code: role === "payee" ? "payee_closed" : "account_closed" };
    case "unstriped":
      return { means: "striped", stripes: stripesOf(old) };
    case "enough": {
      const stripes = stripesOf(old);
      return stripes > 0 ? { means: "unswept", stripes } : { means: "decline", code: "insufficient_funds" };
    }
    case "not_isolated": {
      const share = isolatedShareIn(old);
      return share === undefined ? { means: "limited" } : { means: "isolated", share };
    }
    case "epoch":
      return { means: "limited" };
    case "unchanged":
    case undefined:
      return { means: "changed" };
  }
}
