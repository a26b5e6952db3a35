import { homeOf } from "../../functions/domain/ids.ts";
import type { Entry, PaymentEntry } from "../../functions/domain/entries.ts";
import type { Breach, Checker } from "./checker.ts";
import { subjectOf, type JournalEntry } from "./ledger-view.ts";

/** What was given to a payee can be asked back, once: neither less nor more. */
export const refundableMatches: Checker = {
  name: "refundable-matches",
  claim: "What can be refunded of a payment is what its payee was credited, less refunds that were not turned down.",
  holds: "afterHeal",
  harm: "lost",
  check({ journal }) {
    const byPayment = new Map<string, JournalEntry[]>();
    for (const recorded of journal) {
      const payment = subjectOf(recorded.stored.key);
      const known = byPayment.get(payment);
      if (known === undefined) byPayment.set(payment, [recorded]);
      else known.push(recorded);
    }
    return [...byPayment.values()].flatMap(wrongIn);
  },
};

function wrongIn(entries: readonly JournalEntry[]): readonly Breach[] {
  return entries.flatMap(({ entry, writer, stored }) => {
    if (entry.kind !== "payment" || homeOf(entry.id) !== writer || entry.state === "declined") return [];
    // What is still under way is told as such.
    if (entry.state === "processing") return [];
    const expected = creditedBy(entry, entries) - refunded(entries, writer);
    if (entry.refundable === expected) return [];
    const fault = `${entry.id} says that ${entry.refundable} can be refunded, not ${expected}.`;
    return [{ fault, items: [stored] }];
  });
}

/**
 * What the payee got for the payment that stands at home and for its captures, whichever cell's entry it was credited
 * for. A key that was used for another request may have credited the same payee: that is taken back in its own way.
 */
function creditedBy(payment: PaymentEntry, entries: readonly JournalEntry[]): bigint {
  const asked = new Set([nameOf(payment)]);
  for (const { entry, writer } of entries) {
    const stands = entry.kind === "capture" && entry.state !== "declined" && entry.state !== "reversed";
    if (stands && writer === homeOf(payment.id)) asked.add(nameOf(entry));
  }
  return entries
    .filter(({ entry }) => entry.kind === "payment" || entry.kind === "capture" || isCredit(entry))
    .filter(({ entry }) => entry.request === undefined || asked.has(nameOf(entry)))
    .flatMap(({ entry }) => entry.postings)
    .filter(({ account, amount }) => account === payment.payee && amount > 0n)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

/** A payment or one capture, as one request asked for it; a half goes with its entry. */
function nameOf(entry: Entry): string {
  const thread = entry.kind === "half" ? (entry.operation ?? entry.payment) : entry.id;
  return `${thread} ${entry.request}`;
}

function isCredit(entry: Entry): boolean {
  return entry.kind === "half" && entry.outcome === "credited";
}

/** What refunds have taken of it, or are about to. */
function refunded(entries: readonly JournalEntry[], home: string): bigint {
  return entries.reduce((sum, { entry, writer }) => {
    if (entry.kind !== "refund" || writer !== home) return sum;
    return entry.state === "completed" || entry.state === "processing" ? sum + entry.amount : sum;
  }, 0n);
}
