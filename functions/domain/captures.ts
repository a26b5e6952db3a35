import { clearing, clearingPosting, credit, withoutShare, type Standing } from "./balances.ts";
import type { OperationEntry, PaymentEntry } from "./entries.ts";
import { homeOf, type OperationId } from "./ids.ts";
import { balanceKey, holdKey, standInKey } from "./keys.ts";
import { clause } from "./ledger-write.ts";
import {
  decline,
  operationEntry,
  paymentStep,
  recordStep,
  type OperationDecision,
  type OperationRequest,
  type OperationStep,
} from "./operation-steps.ts";
import { bookedOn } from "./payments.ts";

/** Takes all or a part of what a payment authorized; a final capture gives the rest back. */
export function decideCapture(
  payment: PaymentEntry,
  asked: OperationRequest,
  standing: Standing,
  stripe: number | undefined,
): OperationDecision {
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
  const taken = { account: bookedOn(source, standing.cell), amount: -amount };
  const plain = operationEntry(payment, asked, amount, standing, [taken, other]);
  // What a stand-in gives back beyond the amount, the home has to know when it absorbs.
  const gaveBack = homeOf(source) !== standing.cell && drawn > amount ? { released: drawn - amount } : {};
  const base = { ...plain, ...gaveBack };
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
        ? { role: "payee", write: credit(payee, currency, amount, standing.at, stripe) }
        : { role: "clearing", write: clearing(standing.cell, peer, id, currency, amount) },
    ],
  };
}

/** Gives back what a payment still holds. */
export function decideVoid(payment: PaymentEntry, asked: OperationRequest, standing: Standing): OperationDecision {
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
      key: holdKey(standing.cell, payment.source, payment.id),
      require: [
        clause("unchanged", { field: "state", is: "=", value: "open" }),
        clause("unchanged", { field: "remaining", is: "=", value: payment.amount - payment.captured }),
        ...(capturing ? [clause("unchanged", { field: "expiresAt", is: ">", value: standing.at })] : []),
      ],
      set: { state: to.state },
      add: { remaining: -to.drawn, captured: to.captured },
      // What is over does not expire any more.
      ...(to.state === "open" ? {} : { remove: ["due", "dueAt"] }),
    },
  };
}

/** Ends a part of what is held back: taken for good, or available again; in a stand-in's books on its own row. */
function heldStep(
  payment: PaymentEntry,
  standing: Standing,
  last: OperationId,
  of: { readonly drawn: bigint; readonly taken: bigint },
): OperationStep {
  const { cell, epoch, at } = standing;
  const given = of.drawn - of.taken;
  if (homeOf(payment.source) !== cell) {
    const key = standInKey(cell, payment.source);
    const require = [clause("unchanged", { field: "net", is: "present" })];
    const add = { net: given, held: -of.drawn };
    return { role: "position", write: { write: "update", key, require, set: { at }, add } };
  }
  const share = withoutShare(standing);
  return {
    role: "source",
    write: {
      write: "update",
      key: balanceKey(payment.source),
      require: [
        clause("exists", { field: "status", is: "present" }),
        clause("epoch", { field: "epoch", is: "<=", value: epoch }),
        ...share.require,
      ],
      set: { epoch, last, at },
      add: { held: -of.drawn, posted: -of.taken, available: given, version: 1n },
      ...share.remove,
    },
  };
}
