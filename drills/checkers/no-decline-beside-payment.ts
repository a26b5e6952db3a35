import type { Checker } from "./checker.ts";
import { subjectOf, type JournalEntry } from "./ledger-view.ts";

/** The same key has the same answer in every cell, so no one is told no for what was done. */
export const noDeclineBesidePayment: Checker = {
  name: "no-decline-beside-payment",
  claim: "No payment or operation is stored as declined where it moved money, here or in another cell.",
  check({ journal }) {
    const byRequest = new Map<string, JournalEntry[]>();
    for (const recorded of journal) {
      const request = `${subjectOf(recorded.stored.key)} ${requestOf(recorded)}`;
      byRequest.set(request, [...(byRequest.get(request) ?? []), recorded]);
    }
    return [...byRequest.values()].flatMap((records) => {
      const declined = records.find(isDeclined);
      const accepted = records.find((recorded) => !isDeclined(recorded) || recorded.entry.postings.length > 0);
      if (declined === undefined || accepted === undefined) return [];
      const { pk, sk } = declined.stored.key;
      return [{ fault: `${pk} ${sk} is declined, but the money moved.`, items: itemsOf(declined, accepted) }];
    });
  },
};

/** The request that an entry stems from: the payment itself, or one operation on it; a half goes with its entry. */
function requestOf({ entry }: JournalEntry): string {
  if (entry.kind === "payment") return "payment";
  if (entry.kind === "half") return entry.operation ?? "payment";
  return entry.id;
}

function isDeclined({ entry }: JournalEntry): boolean {
  return entry.kind !== "half" && entry.state === "declined";
}

function itemsOf(declined: JournalEntry, accepted: JournalEntry) {
  return declined === accepted ? [declined.stored] : [declined.stored, accepted.stored];
}
