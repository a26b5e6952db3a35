import type { Entry, OperationEntry, PaymentEntry } from "../../functions/domain/entries.ts";
import { homeOf } from "../../functions/domain/ids.ts";
import type { Breach, Checker } from "./checker.ts";
import { subjectOf, type JournalEntry, type LedgerView } from "./ledger-view.ts";
import { isAbsorbed } from "./stand-in-positions.ts";

/** However many cells took a payment, one of them has charged for it in the end. */
export const oneCharge: Checker = {
  name: "one-charge",
  claim: "Of all cells that took a payment or did an operation, one counts; the others' entries are reversed.",
  holds: "afterHeal",
  harm: "doubleCharged",
  check: (ledger) =>
    [...byPayment(ledger).values()].flatMap((entries) => [...twice(entries, ledger), ...over(entries)]),
};

/** Nobody is paid twice for one payment, at no time. */
export const onePayout: Checker = {
  name: "one-payout",
  claim: "Every payment and capture credits its payee at most once, with its own amount.",
  holds: "always",
  harm: "doubleCharged",
  check: (ledger) => [...byPayment(ledger).values()].flatMap(paidTwice),
};

interface Original extends JournalEntry {
  readonly entry: PaymentEntry | OperationEntry;
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

/** What a stand-in did that the home has neither as its own copy nor reversed: it counts besides the home's. */
function twice(entries: readonly JournalEntry[], ledger: LedgerView): readonly Breach[] {
  return entries.filter(isOriginal).flatMap(({ writer, entry, stored }) => {
    const [payment, operation] = entry.kind === "payment" ? [entry.id, undefined] : [entry.payment, entry.id];
    if (homeOf(payment) === writer || (entry.kind !== "payment" && entry.queued !== undefined)) return [];
    if (isAbsorbed(ledger, writer, payment, operation)) return [];
    const others = entries.filter((other) => other.writer !== writer && idOf(other.entry) === entry.id);
    const fault = `${entry.id} of ${writer} is neither taken in nor reversed by its home.`;
    return [{ fault, items: [stored, ...others.map((other) => other.stored)] }];
  });
}

/** What payment and captures took from the payer's own account, against what was asked for. */
function over(entries: readonly JournalEntry[]): readonly Breach[] {
  const atHome = entries.find(({ entry, writer }) => entry.kind === "payment" && homeOf(entry.id) === writer)?.entry;
  if (atHome?.kind !== "payment") return [];
  const charges = entries.filter(({ entry }) => entry.kind === "payment" || entry.kind === "capture");
  const postings = charges.flatMap(({ entry }) => entry.postings);
  const charged = postings
    .filter(({ account, amount }) => account === atHome.source && amount < 0n)
    .reduce((sum, { amount }) => sum - amount, 0n);
  if (charged <= atHome.amount) return [];
  const fault = `${atHome.source} was charged ${charged} for ${atHome.id}, which is about ${atHome.amount}.`;
  return [{ fault, items: charges.map(({ stored }) => stored) }];
}

function paidTwice(entries: readonly JournalEntry[]): readonly Breach[] {
  const threads = new Set(entries.map(({ entry }) => threadOf(entry)));
  return [...threads].flatMap((thread) => {
    const asked = entries.filter(isAsked).filter(({ entry }) => threadOf(entry) === thread);
    const payees = new Set(asked.map(({ entry }) => entry.payee));
    return [...payees].flatMap((payee) => {
      // A key that was used for two requests has two payments under it, until the home's alone is left.
      const amounts = new Map(
        asked.filter(({ entry }) => entry.payee === payee).map(({ entry }) => [entry.request, entry.amount]),
      );
      const limit = [...amounts.values()].reduce((sum, amount) => sum + amount, 0n);
      const paying = entries.filter(({ entry }) => threadOf(entry) === thread && pays(entry));
      const paid = paying
        .flatMap(({ entry }) => entry.postings)
        .filter(({ account, amount }) => account === payee && amount > 0n)
        .reduce((sum, { amount }) => sum + amount, 0n);
      if (paid <= limit) return [];
      const fault = `${payee} was paid ${paid} by ${thread}, which is about ${limit}.`;
      return [{ fault, items: paying.map(({ stored }) => stored) }];
    });
  });
}

/** Entries that a cell made by itself, accepted; copies and what the home does by itself left out. */
function isOriginal(recorded: JournalEntry): recorded is Original {
  const { entry } = recorded;
  if (entry.kind === "half" || entry.kind === "reversal" || entry.kind === "expiry") return false;
  return entry.origin === undefined && entry.state !== "declined";
}

/** What says how much a payee is to get: an original, but of a queued operation what the home made of it. */
function isAsked(recorded: JournalEntry): recorded is Original {
  const { entry } = recorded;
  if (entry.kind === "half" || entry.kind === "payment" || entry.queued === undefined) return isOriginal(recorded);
  return entry.origin !== undefined && entry.state !== "declined";
}

function pays(entry: Entry): boolean {
  return (
    entry.kind === "payment" || entry.kind === "capture" || (entry.kind === "half" && entry.outcome === "credited")
  );
}

/** A payment itself, or one operation on it. */
function threadOf(entry: Entry): string {
  if (entry.kind === "half") return entry.operation ?? entry.payment;
  return entry.id;
}

function idOf(entry: Entry): string | undefined {
  return entry.kind === "half" ? undefined : entry.id;
}
