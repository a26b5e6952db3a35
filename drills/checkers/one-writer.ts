import { homeOf, parseAccountId, parsePaymentId } from "../../functions/domain/ids.ts";
import { writerOf } from "../../functions/domain/keys.ts";
import type { Breach, Checker } from "./checker.ts";
import { sortOf, subjectOf, type JournalEntry, type StoredItem } from "./ledger-view.ts";

/** Replication takes the last writer's item, so an item with two writers loses money; the keys show who wrote what. */
export const oneWriter: Checker = {
  name: "one-writer",
  claim:
    "Every item is written by one cell: its partition names it, and its entries post only to that cell's accounts.",
  check({ state, journal }) {
    const items = [...state.regions.values()].flat();
    const strangers = items.filter(({ key }) => !state.cells.has(writerOf(key)));
    return [
      ...distinct(strangers).map((stored) => ({
        fault: `${stored.key.pk} ${stored.key.sk} belongs to no cell of the registry.`,
        items: [stored],
      })),
      ...distinct(items).flatMap(misplaced),
      ...journal.flatMap(foreignPostings),
    ];
  },
};

/** An account or a payment under another cell's name: only its home writes it, until there are stand-ins. */
function misplaced(stored: StoredItem): readonly Breach[] {
  const { key } = stored;
  const sort = sortOf(key);
  const id = sort === "acct" ? parseAccountId(subjectOf(key)) : parsePaymentId(subjectOf(key));
  const byHome = sort === "acct" || (sort === "pay" && key.sk === "payment");
  if (!byHome || (id.ok && homeOf(id.value) === writerOf(key))) return [];
  return [{ fault: `${key.pk} ${key.sk} is not at home in the cell that its partition names.`, items: [stored] }];
}

function foreignPostings({ writer, stored, entry }: JournalEntry): readonly Breach[] {
  return entry.postings.flatMap(({ account }) => {
    const id = parseAccountId(account);
    const owner = id.ok ? homeOf(id.value) : account.slice(0, account.indexOf("#"));
    if (owner === writer) return [];
    return [{ fault: `${stored.key.pk} ${stored.key.sk} of ${writer} posts to ${account}.`, items: [stored] }];
  });
}

/** Every item once, however many regions have it. */
function distinct(items: readonly StoredItem[]): readonly StoredItem[] {
  return [...new Map(items.map((stored) => [`${stored.key.pk} ${stored.key.sk}`, stored])).values()];
}
