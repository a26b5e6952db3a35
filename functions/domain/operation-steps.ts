import type { BalanceClause, Standing } from "./balances.ts";
import {
  toItem,
  traceOf,
  type OperationDeclineCode,
  type OperationEntry,
  type PaymentEntry,
  type PaymentState,
} from "./entries.ts";
import type { Posting } from "./entries.ts";
import type { OperationId, Tenant } from "./ids.ts";
import { operationKey, paymentKey } from "./keys.ts";
import { clause, type LedgerWrite } from "./ledger-write.ts";

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
  readonly role: "operation" | "payment" | "hold" | "position" | "source" | "payee" | "clearing" | "told";
  readonly write: LedgerWrite<BalanceClause | "unchanged">;
}

/** The entry of an operation as asked for, complete unless it says otherwise. */
export function operationEntry(
  payment: PaymentEntry,
  asked: OperationRequest,
  amount: bigint,
  standing: Standing,
  postings: readonly Posting[],
): OperationEntry {
  const { kind, id, tenant, request } = asked;
  const { source, payee, currency } = payment;
  const others = payment.tenant === tenant ? {} : { payerTenant: payment.tenant };
  const names = { kind, id, payment: payment.id, tenant, ...others, source, payee } as const;
  return { ...names, amount, currency, postings, request, at: standing.at, state: "completed", ...traceOf(standing) };
}

/** The write that puts an operation into the journal. */
export function recordStep(entry: OperationEntry, standing: Standing): OperationStep {
  const key = operationKey(standing.cell, entry.payment, entry.id);
  return { role: "operation", write: { write: "put", key, item: toItem(entry) } };
}

/** Moves the payment on; it must still be as it was read. */
export function paymentStep(
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

/** An operation refused for good, to be stored under its key. */
export function decline(code: OperationDeclineCode): OperationDecision {
  return { decision: "decline", code };
}
