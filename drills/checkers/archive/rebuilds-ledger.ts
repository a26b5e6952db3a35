import { writerOf } from "../../../functions/domain/keys.ts";
import { balancesMatchPostings } from "../balances-match-postings.ts";
import { canonical } from "../canonical.ts";
import { fault, type Breach } from "../checker.ts";
import { clearingMatchesPostings } from "../clearing-matches-postings.ts";
import { entriesBalance } from "../entries-balance.ts";
import { nameOf, viewLedger, type LedgerView, type StoredItem } from "../ledger-view.ts";
import type { ArchiveChecker, ArchivedChange, ArchiveRun, SeenArchive } from "./archive-run.ts";
import { isOfArchives, sealedChanges } from "./sealed-changes.ts";

/** For an item that counts which lies in its writer's archive; its newest state by DynamoDB's clock stands. */
export const rebuildsLedger: ArchiveChecker = {
  name: "archive-rebuilds-ledger",
  claim: "The ledger that the archives alone give is the one that there is, and its postings make its balances.",
  holds: "afterHeal",
  harm: "diverged",
  check(run, ledger) {
    const rebuilt = rebuiltFrom(run, ledger);
    const standing = new Map(
      ledger.truth.filter(({ key }) => !isOfArchives(key)).map((item) => [nameOf(item.key), item]),
    );
    const names = new Set([...standing.keys(), ...rebuilt.truth.map(({ key }) => nameOf(key))]);
    const again = new Map(rebuilt.truth.map((item) => [nameOf(item.key), item]));
    return [
      ...[...names].flatMap((name) => difference(name, standing.get(name), again.get(name))),
      ...[entriesBalance, balancesMatchPostings, clearingMatchesPostings].flatMap((checker) =>
        checker.check(rebuilt).map((breach) => ({ ...breach, fault: `In the rebuilt ledger: ${breach.fault}` })),
      ),
    ];
  },
};

function rebuiltFrom({ archives }: ArchiveRun, { state: { cells } }: LedgerView): LedgerView {
  const regions = archives.map((archive) => [cells.get(archive.cell) ?? "", newestIn(archive)] as const);
  return viewLedger({ cells, regions: new Map(regions) });
}

function newestIn(archive: SeenArchive): readonly StoredItem[] {
  const newest = new Map<string, ArchivedChange>();
  for (const change of sealedChanges(archive)) {
    if (writerOf(change.key) !== archive.cell || isOfArchives(change.key)) continue;
    const before = newest.get(nameOf(change.key));
    if (before === undefined || before.us < change.us) newest.set(nameOf(change.key), change);
  }
  return [...newest.values()].flatMap(({ key, image }) => (image === undefined ? [] : [{ key, item: image }]));
}

function difference(name: string, stands: StoredItem | undefined, again: StoredItem | undefined): readonly Breach[] {
  if (stands === undefined) return [fault(`The archive has ${name}, the ledger does not.`)];
  if (again === undefined) return [{ fault: `The ledger has ${name}, the archive does not.`, items: [stands] }];
  if (canonical(stands.item) === canonical(again.item)) return [];
  return [{ fault: `The ledger has ${name} otherwise than the archive.`, items: [stands, again] }];
}
