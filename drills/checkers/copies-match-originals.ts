import { operationKey, paymentKey } from "../../functions/domain/keys.ts";
import type { Checker } from "./checker.ts";
import { canonical } from "./canonical.ts";
import { nameOf, type StoredItem } from "./ledger-view.ts";

/** What a copy and its original must agree on; an operation that was queued gets its amount from the home. */
const SAME_IN_PAYMENTS = ["amount", "currency", "source", "payee", "tenant", "request", "capture", "at"];
const SAME_IN_OPERATIONS = ["kind", "currency", "tenant", "request"];

/** A home takes in what a stand-in did, and nothing else. */
export const copiesMatchOriginals: Checker = {
  name: "copies-match-originals",
  claim: "Every entry that a home took in from a stand-in is there, and says the same.",
  holds: "always",
  harm: "imbalanced",
  check: ({ journal, find }) =>
    journal.flatMap(({ stored, entry }) => {
      if (entry.kind === "half" || entry.kind === "reversal" || entry.origin === undefined) return [];
      const original = find(
        entry.kind === "payment"
          ? paymentKey(entry.origin, entry.id)
          : operationKey(entry.origin, entry.payment, entry.id),
      );
      if (original === undefined) {
        return [{ fault: `${nameOf(stored.key)} is a copy, but ${entry.origin} has no such entry.`, items: [stored] }];
      }
      const same = entry.kind === "payment" ? SAME_IN_PAYMENTS : SAME_IN_OPERATIONS;
      const queued = original.item["queued"] !== undefined;
      const fields = queued || entry.kind === "payment" ? same : [...same, "amount"];
      return fields
        .filter((field) => !agree(field, stored, original))
        .map((field) => ({
          fault: `${nameOf(stored.key)} and its original in ${entry.origin} differ in ${field}.`,
          items: [stored, original],
        }));
    }),
};

function agree(field: string, one: StoredItem, other: StoredItem): boolean {
  return canonical(one.item[field] ?? "") === canonical(other.item[field] ?? "");
}
