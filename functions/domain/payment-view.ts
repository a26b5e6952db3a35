import type { HalfEntry, OperationEntry, OperationState, PaymentEntry, PaymentState } from "./entries.ts";

/** A payment as its tenant sees it: the writer's entry completed by what the payee's cell has answered. */
export interface PaymentView {
  readonly payment: PaymentEntry;
  readonly state: PaymentState;
  readonly operations: readonly OperationView[];
}

/** An operation as its tenant sees it. */
export interface OperationView {
  readonly operation: OperationEntry;
  readonly state: OperationState;
}

/** Puts a payment together from all that is known of it in one cell; the writer's own state may be a moment behind. */
export function viewPayment(
  payment: PaymentEntry,
  operations: readonly OperationEntry[],
  halves: readonly HalfEntry[],
): PaymentView {
  const own = halves.filter(({ operation }) => operation === undefined);
  return {
    payment,
    state: payment.state === "processing" ? paymentAnswered(own) : payment.state,
    operations: operations.map((operation) => ({
      operation,
      state:
        operation.state === "processing"
          ? operationAnswered(halves.filter((half) => half.operation === operation.id))
          : operation.state,
    })),
  };
}

/** The state that was first answered, rendered from what never changes: every replay says the same. */
export function firstState(payment: PaymentEntry): PaymentState {
  if (payment.code !== undefined) return "declined";
  if (payment.capture === "manual") return "authorized";
  return payment.postings.some(({ account }) => account === payment.payee) ? "completed" : "processing";
}

/** Likewise for an operation. */
export function firstOperationState(operation: OperationEntry): OperationState {
  if (operation.code !== undefined) return "declined";
  if (operation.kind === "void") return "completed";
  const here = operation.postings.some(({ account }) => account === operation.payee);
  return here ? "completed" : "processing";
}

function paymentAnswered(halves: readonly HalfEntry[]): PaymentState {
  const outcomes = new Set(halves.map(({ outcome }) => outcome));
  if (outcomes.has("returned")) return "returned";
  return outcomes.has("credited") ? "completed" : "processing";
}

function operationAnswered(halves: readonly HalfEntry[]): OperationState {
  const outcomes = new Set(halves.map(({ outcome }) => outcome));
  if (outcomes.has("refused")) return "refused";
  if (outcomes.has("returned")) return "returned";
  const done = outcomes.has("credited") || outcomes.has("credited_back") || outcomes.has("suspended");
  return done ? "completed" : "processing";
}
