import { balancesMatchPostings } from "../../drills/checkers/balances-match-postings.ts";
import { clearingMatchesPostings } from "../../drills/checkers/clearing-matches-postings.ts";
import { entriesBalance } from "../../drills/checkers/entries-balance.ts";
import { balancesIn, nameOf, viewLedger, type LedgerView, type StoredItem } from "../../drills/checkers/ledger-view.ts";
import type { ArchiveFault } from "../../functions/domain/archive-chain.ts";
import { isSame, type Changes } from "./changes.ts";

/** What a ledger comes to that is rebuilt from archives alone. */
export interface Rebuilt {
  readonly accounts: number;
  readonly entries: number;
  readonly faults: readonly ArchiveFault[];
}

/** The invariants by which balances are rebuilt: nothing but the journal's postings makes them. */
const rebuilding = [entriesBalance, balancesMatchPostings, clearingMatchesPostings];

/** Rebuilds the ledger from the changes of every cell's own items, and holds its balances against its postings. */
export function rebuildLedger(cells: ReadonlyMap<string, string>, changes: ReadonlyMap<string, Changes>): Rebuilt {
  const regions = [...cells].map(([cell, region]) => [region, changes.get(cell)?.newest() ?? []] as const);
  const ledger: LedgerView = viewLedger({ cells, regions: new Map(regions) });
  return {
    accounts: balancesIn(ledger.truth).length,
    entries: ledger.journal.length,
    faults: rebuilding.flatMap((checker) =>
      checker.check(ledger).map(({ fault }) => ({ where: "the rebuilt ledger", what: fault })),
    ),
  };
}

/** Where a cell's own items are not as its archive, and what is on its way there, has them. */
export function compareItems(items: readonly StoredItem[], changes: Changes): readonly ArchiveFault[] {
  const standing = new Set(items.map(({ key }) => nameOf(key)));
  const otherwise = items.flatMap(({ key, item }) => {
    const versions = changes.versionsOf(key);
    if (versions.some((version) => isSame(version, { image: item }))) return [];
    const what =
      versions.length === 0
        ? "the ledger has it, the archive does not"
        : "the ledger has it otherwise than the archive";
    return [{ where: nameOf(key), what }];
  });
  const gone = [...changes.newest()].flatMap(({ key }) => {
    // What is not sealed yet may have been written after the ledger was read.
    if (standing.has(nameOf(key)) || !changes.versionsOf(key).every(({ sealed }) => sealed)) return [];
    return [{ where: nameOf(key), what: "the archive has it, the ledger does not" }];
  });
  return [...otherwise, ...gone];
}
