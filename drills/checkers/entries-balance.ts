import { isBalanced } from "../../functions/domain/entries.ts";
import type { Checker } from "./checker.ts";

/** Double entry: what one side gives, the other gets. An entry has one currency. */
export const entriesBalance: Checker = {
  name: "entries-balance",
  claim: "The postings of every entry sum to zero.",
  holds: "always",
  harm: "imbalanced",
  check: ({ journal, unreadable }) => [
    ...unreadable.map((stored) => ({
      fault: `${stored.key.pk} ${stored.key.sk} stands in the journal but has no kind and postings.`,
      items: [stored],
    })),
    ...journal
      .filter(({ entry }) => !isBalanced(entry.postings))
      .map(({ stored, entry }) => {
        const sum = entry.postings.reduce((total, { amount }) => total + amount, 0n);
        return { fault: `The postings of ${nameOf(stored.key)} sum to ${sum} ${entry.currency}.`, items: [stored] };
      }),
  ],
};

function nameOf({ pk, sk }: { readonly pk: string; readonly sk: string }): string {
  return `${pk} ${sk}`;
}
