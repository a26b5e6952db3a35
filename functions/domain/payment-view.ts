import type { Entry, HalfEntry, OperationEntry, OperationState, PaymentEntry, PaymentState } from "./entries.ts";
import { homeOf, type CellName, type PaymentId } from "./ids.ts";

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

/** What every cell has written about a payment, as far as it is known here. */
export type EntriesByCell = ReadonlyMap<CellName, readonly Entry[]>;

/**
 * The payment that stands among what all cells have written: its home's, which has absorbed the others' once it knows
 * them, else an accepted one before a decline.
 */
export function standingPayment(id: PaymentId, entries: EntriesByCell): PaymentEntry | undefined {
  return paymentIn(countingEntries(id, entries));
}

/** Puts a payment together from what all cells have written about it; undefined where none has written a payment. */
export function assemblePayment(id: PaymentId, entries: EntriesByCell): PaymentView | undefined {
  const counting = countingEntries(id, entries);
  const payment = paymentIn(counting);
  if (payment === undefined) return undefined;
  const home = homeOf(id);
  const away = homeOf(payment.payee);
  const answers = away === home ? [] : (entries.get(away) ?? []);
  const halves = [...(entries.get(home) ?? []), ...answers].filter(isHalf);
  return viewPayment(payment, operationsIn(counting), halves);
}

/** What the home has written; what others have, only while the home knows no such payment. */
function countingEntries(id: PaymentId, entries: EntriesByCell): readonly Entry[] {
  const homes = entries.get(homeOf(id)) ?? [];
  if (paymentIn(homes) !== undefined) return homes;
  return [...homes, ...[...entries].flatMap(([cell, written]) => (cell === homeOf(id) ? [] : written))];
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

/** The payment among entries; an accepted one before a decline. */
export function paymentIn(entries: readonly Entry[]): PaymentEntry | undefined {
  const payments = entries.filter((entry) => entry.kind === "payment");
  return payments.find(({ code }) => code === undefined) ?? payments[0];
}

/** The operations among entries, each once, the first found of the same id. */
export function operationsIn(entries: readonly Entry[]): readonly OperationEntry[] {
  const operations = new Map<string, OperationEntry>();
  for (const entry of entries) {
    if (entry.kind === "payment" || entry.kind === "half" || operations.has(entry.id)) continue;
    operations.set(entry.id, entry);
  }
  return [...operations.values()];
}

function isHalf(entry: Entry): entry is HalfEntry {
  return entry.kind === "half";
}
