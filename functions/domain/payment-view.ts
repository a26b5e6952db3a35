import type { HalfEntry, OperationEntry, OperationState, PaymentEntry, PaymentState } from "./entries.ts";
import { homeOf } from "./ids.ts";

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
  // A payment of another request under the same id is none of this one's business.
  const own = halves.filter(
    ({ operation, request }) => operation === undefined && (request === undefined || request === payment.request),
  );
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

/**
 * The state that was first answered, rendered from what never changes: every replay says the same. The home's copy says
 * what the stand-in did, which has credited a payee of its own at once.
 */
export function firstState(payment: PaymentEntry): PaymentState {
  if (payment.code !== undefined) return "declined";
  if (payment.capture === "manual") return "authorized";
  return isPaidAtOnce(payment) ? "completed" : "processing";
}

/** Likewise for an operation; one that was queued stays so for whoever asked, and an event tells what became of it. */
export function firstOperationState(operation: OperationEntry): OperationState {
  if (operation.queued !== undefined) return "queued";
  if (operation.code !== undefined) return "declined";
  if (operation.kind === "void") return "completed";
  return isPaidAtOnce(operation) ? "completed" : "processing";
}

function isPaidAtOnce({ postings, payee, origin }: PaymentEntry | OperationEntry): boolean {
  return origin === homeOf(payee) || postings.some(({ account }) => account === payee);
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
