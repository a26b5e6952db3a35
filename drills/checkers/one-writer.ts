import { homeOf, parseAccountId, parsePaymentId } from "../../functions/domain/ids.ts";
import { writerOf, type LedgerKey } from "../../functions/domain/keys.ts";
import type { Breach, Checker, Finding } from "./checker.ts";
import { nameOf, sortOf, subjectOf, type JournalEntry, type StoredItem } from "./ledger-view.ts";

/** Replication takes the last writer's item, so an item with two writers loses money; the keys show who wrote what. */
export const oneWriter: Checker = {
  name: "one-writer",
  claim:
    "Every item is written by one cell: its partition names it, and its entries post only to that cell's accounts.",
  holds: "always",
  harm: "twoWriters",
  check({ state, journal }) {
    const items = [...state.regions.values()].flat();
    const strangers = items.filter(({ key }) => !state.cells.has(writerOf(key)));
    return [
      ...distinct(strangers).map((stored) => ({
        fault: `${nameOf(stored.key)} belongs to no cell of the registry.`,
        items: [stored],
      })),
      ...distinct(items).flatMap(misplaced),
      ...journal.flatMap(foreignPostings),
    ];
  },
};

/** A write that was carried out: which cell's function sent it; DynamoDB's own deletions under a name of their own. */
export interface WriteRecord {
  readonly cell: string;
  readonly key: LedgerKey;
}

/** The same invariant by what was seen to be written, where a run keeps that: a key says who may, this says who did. */
export function checkWrites(writes: Iterable<WriteRecord>): Finding {
  const foreign = new Map<string, Breach>();
  for (const { cell, key } of writes) {
    if (writerOf(key) === cell) continue;
    const fault = `${nameOf(key)} was written by ${cell}.`;
    foreign.set(fault, { fault, items: [] });
  }
  return { checker: { ...oneWriter, name: "writes-by-owner" }, breaches: [...foreign.values()] };
}

/** Settings and stripes are the home's alone; a stand-in has a row of its own, and holds, of another home's account. */
function misplaced(stored: StoredItem): readonly Breach[] {
  const { key } = stored;
  const breach = { fault: `${nameOf(key)} is not at home in the cell that its partition names.`, items: [stored] };
  switch (sortOf(key)) {
    case "acct": {
      const id = parseAccountId(subjectOf(key));
      if (!id.ok) return [breach];
      if (homeOf(id.value) === writerOf(key) || key.sk.startsWith("hold#")) return [];
      return key.sk === "balance" && stored.item["net"] !== undefined ? [] : [breach];
    }
    case "pay":
      return parsePaymentId(subjectOf(key)).ok ? [] : [breach];
    default:
      return [];
  }
}

/** Its own accounts and rows, and what a stand-in debited its accounts, which the home takes in. */
function foreignPostings({ writer, stored, entry }: JournalEntry): readonly Breach[] {
  return entry.postings.flatMap(({ account }) => {
    const [owner = "", sort = "", subject = ""] = account.includes("#") ? account.split("#") : ["", "", account];
    const id = parseAccountId(subject);
    const home = id.ok ? homeOf(id.value) : "";
    if (sort === "" ? home === writer : owner === writer || (sort === "acct" && home === writer)) return [];
    return [{ fault: `${nameOf(stored.key)} of ${writer} posts to ${account}.`, items: [stored] }];
  });
}

/** Every item once, however many regions have it. */
function distinct(items: readonly StoredItem[]): readonly StoredItem[] {
  return [...new Map(items.map((stored) => [nameOf(stored.key), stored])).values()];
}
