import type { OperationEntry, PaymentEntry } from "../../functions/domain/entries.ts";
import { homeOf } from "../../functions/domain/ids.ts";
import type { Breach, Checker } from "./checker.ts";
import { nameOf, subjectOf, type JournalEntry, type LedgerView, type StoredItem } from "./ledger-view.ts";

/** What a stand-in has acknowledged as done is not undone, nor overlooked, for what it only queued after. */
export const doneBeforeQueued: Checker = {
  name: "done-before-queued",
  claim: "What a stand-in queued on its own authorization is decided after what it had captured and voided itself.",
  holds: "afterHeal",
  harm: "lost",
  check: (ledger) => [...byPayment(ledger).values()].flatMap(overtaking),
};

interface Operation extends JournalEntry {
  readonly entry: OperationEntry;
}

function byPayment({ journal }: LedgerView): ReadonlyMap<string, readonly JournalEntry[]> {
  const found = new Map<string, JournalEntry[]>();
  for (const recorded of journal) {
    const payment = subjectOf(recorded.stored.key);
    const known = found.get(payment);
    if (known === undefined) found.set(payment, [recorded]);
    else known.push(recorded);
  }
  return found;
}

function overtaking(entries: readonly JournalEntry[]): readonly Breach[] {
  const operations = entries.filter(isOperation);
  const queued = operations.filter(({ entry, writer }) => homeOf(entry.payment) === writer && after(entry) > 0n);
  return queued.flatMap(({ entry, stored }) => {
    const payment = paymentOf(entries, homeOf(entry.payment));
    // Under another request the stand-in's authorization stands nowhere.
    if (payment === undefined || payment.request !== paymentOf(entries, entry.origin)?.request) return [];
    const done = operations.filter(({ writer, entry: one }) => writer === entry.origin && one.queued === undefined);
    // Which came first is known for sure only where none came later.
    if (BigInt(done.length) !== after(entry)) return [];
    const atHome = operations.filter(({ writer }) => writer === homeOf(entry.payment)).map((one) => one.entry);
    return entry.kind === "refund" ? overlooking(entry, stored, done, atHome) : undoing(payment, stored, done, atHome);
  });
}

/** A refund that was declined though the captures before it had brought enough. */
function overlooking(
  refund: OperationEntry,
  stored: StoredItem,
  done: readonly Operation[],
  atHome: readonly OperationEntry[],
): readonly Breach[] {
  if (refund.code !== "refund_exceeds_captured" && refund.code !== "nothing_to_refund") return [];
  const captured = sumOf(done.map(({ entry }) => entry).filter(isDone));
  const others = atHome.filter(({ kind, state, id }) => kind === "refund" && state !== "declined" && id !== refund.id);
  const left = captured - sumOf(others);
  if (left <= 0n || left < (refund.queued?.amount ?? 1n)) return [];
  const fault = `${nameOf(stored.key)} was declined, though ${left} of what was captured before was left to refund.`;
  return [{ fault, items: [stored, ...done.map((one) => one.stored)] }];
}

/** An operation that was reversed though the hold would have borne it, had what was queued not come first. */
function undoing(
  { amount, id }: PaymentEntry,
  stored: StoredItem,
  done: readonly Operation[],
  atHome: readonly OperationEntry[],
): readonly Breach[] {
  // What the home did by itself, it did without knowing of the stand-in's.
  if (atHome.some(({ kind, origin }) => origin === undefined && kind !== "refund")) return [];
  const reversed = done.filter(({ entry }) => entry.state === "reversed");
  const captured = sumOf(atHome.filter((one) => isDone(one) && one.queued === undefined));
  return reversed
    .filter(({ entry }) => captured + entry.amount <= amount)
    .map((one) => {
      const fault = `${nameOf(one.stored.key)} was reversed, but ${id} bore it before ${nameOf(stored.key)}.`;
      return { fault, items: [one.stored, stored] };
    });
}

function after({ queued }: OperationEntry): bigint {
  return queued?.after ?? 0n;
}

function isDone({ kind, state }: OperationEntry): boolean {
  return kind === "capture" && (state === "completed" || state === "processing");
}

function sumOf(operations: readonly OperationEntry[]): bigint {
  return operations.reduce((sum, { amount }) => sum + amount, 0n);
}

function paymentOf(entries: readonly JournalEntry[], writer: string | undefined): PaymentEntry | undefined {
  const found = entries.find((recorded) => recorded.writer === writer && recorded.entry.kind === "payment")?.entry;
  return found?.kind === "payment" ? found : undefined;
}

function isOperation(recorded: JournalEntry): recorded is Operation {
  return recorded.entry.kind !== "payment" && recorded.entry.kind !== "half";
}
