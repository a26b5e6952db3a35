import { fault, type Breach } from "../checker.ts";
import { nameOf } from "../ledger-view.ts";
import type { ArchiveChecker, ArchivedChange, SeenArchive } from "./archive-run.ts";
import { isOfArchives, sealedChanges } from "./sealed-changes.ts";

/** A stream repeats and reorders, deliveries come late, and sealers die: none of it may cost a change. */
export const changesSealed: ArchiveChecker = {
  name: "archive-has-every-change",
  claim: "Every change that came into a cell's journal stream is in an object that is sealed, as it was told.",
  holds: "afterHeal",
  harm: "lost",
  check: ({ archives }) => archives.flatMap(wrongIn),
};

function wrongIn(archive: SeenArchive): readonly Breach[] {
  const streamed = new Map(archive.streamed.map((change) => [nameOfChange(change), change]));
  const sealed = new Set(sealedChanges(archive).map(nameOfChange));
  const lacking = [...streamed].filter(([name, { key }]) => !sealed.has(name) && !isOfArchives(key));
  const foreign = [...sealed].filter((name) => !streamed.has(name));
  return [
    ...told(lacking.length, `The archive of ${archive.cell} lacks`, lacking[0]?.[0]),
    ...told(foreign.length, `The archive of ${archive.cell} has what was never written:`, foreign[0]),
  ];
}

function told(count: number, begins: string, first: string | undefined): readonly Breach[] {
  return count === 0 ? [] : [fault(`${begins} ${count} changes, the first of them ${first}.`)];
}

function nameOfChange({ key, us }: ArchivedChange): string {
  return `${nameOf(key)} at ${us} µs`;
}
