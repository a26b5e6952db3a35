import type { Breach, Checker } from "./checker.ts";
import { nameOf, subjectOf, type JournalEntry, type LedgerView } from "./ledger-view.ts";

/** The same key has the same answer in every cell, so no one is told no for what was done. */
export const noDeclineBesidePayment: Checker = {
  name: "no-decline-beside-payment",
  claim: "No cell keeps a payment or operation as declined for which it moved money.",
  holds: "always",
  harm: "diverged",
  check: (ledger) => beside(ledger, ({ writer }) => writer),
};

/** A stand-in may accept what the home had declined unseen, until the home has taken it in. */
export const noDeclineBesidePaymentAnywhere: Checker = {
  name: "no-decline-beside-payment-anywhere",
  claim: "No payment or operation is kept as declined in one cell and accepted in another.",
  holds: "afterHeal",
  harm: "diverged",
  check: (ledger) => beside(ledger, () => ""),
};

function beside({ journal }: LedgerView, place: (recorded: JournalEntry) => string): readonly Breach[] {
  const byRequest = new Map<string, JournalEntry[]>();
  for (const recorded of journal) {
    const request = `${subjectOf(recorded.stored.key)} ${requestOf(recorded)} ${place(recorded)}`;
    byRequest.set(request, [...(byRequest.get(request) ?? []), recorded]);
  }
  return [...byRequest.values()].flatMap((records) =>
    records.filter(isDeclined).flatMap((declined) => {
      const accepted = records.find((recorded) => contradicts(recorded, declined));
      if (accepted === undefined) return [];
      const items = accepted === declined ? [declined.stored] : [declined.stored, accepted.stored];
      return [{ fault: `${nameOf(declined.stored.key)} is declined, but the money moved.`, items }];
    }),
  );
}

/** The request that an entry stems from: the payment itself, or one operation on it; a half goes with its entry. */
function requestOf({ entry }: JournalEntry): string {
  if (entry.kind === "payment") return "payment";
  if (entry.kind === "half") return entry.operation ?? "payment";
  return entry.id;
}

function isDeclined({ entry }: JournalEntry): boolean {
  return entry.kind !== "half" && entry.state === "declined";
}

/** What is queued is not accepted yet, and another request under the same key is another matter. */
function contradicts({ entry, stored }: JournalEntry, declined: JournalEntry): boolean {
  if (stored === declined.stored) return entry.postings.length > 0;
  if (entry.kind === "half") return entry.outcome === "credited" || entry.outcome === "debited";
  if (entry.state === "declined" || entry.state === "queued") return false;
  // What was queued beside the home's own answer was never done.
  if (entry.kind !== "payment" && entry.queued !== undefined && entry.state === "reversed") return false;
  return declined.entry.kind === "half" || declined.entry.request === entry.request;
}
