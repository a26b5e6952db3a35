import { credit, debit, type Standing } from "./balances.ts";
import type { OperationEntry, PaymentEntry } from "./entries.ts";
import { homeOf } from "./ids.ts";
import {
  decline,
  operationEntry,
  paymentStep,
  recordStep,
  type OperationDecision,
  type OperationRequest,
} from "./operation-steps.ts";

/** Gives back all or a part of what a payee was paid; where the payee is at home elsewhere, that cell debits it. */
export function decideRefund(
  payment: PaymentEntry,
  operations: readonly OperationEntry[],
  asked: OperationRequest,
  standing: Standing,
  stripe: number | undefined,
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
      { role: "source", write: credit(source, currency, amount, standing.at, stripe) },
    ],
  };
}

/** Whether money of a payment is still on its way to a payee in another cell. */
function awaitsPayee(payment: PaymentEntry, operations: readonly OperationEntry[]): boolean {
  if (payment.state === "processing") return true;
  return operations.some(({ kind, state }) => kind === "capture" && state === "processing");
}
