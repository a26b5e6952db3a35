import { count, duration, toJson } from "../text.ts";
import type { ArchiveAudit, CellArchive } from "./auditing.ts";

/** An audit of archives as one JSON object. */
export function archiveJson(audit: ArchiveAudit): string {
  return toJson({ sound: audit.faults.length === 0, ...audit });
}

/** An audit of archives for people: what each has, and each part that is not as it has to be, by its name. */
export function archiveLines({ cells, rebuilt, faults }: ArchiveAudit, nowMs: number): readonly string[] {
  const balances = count(rebuilt.accounts, "balance");
  const entries = count(rebuilt.entries, "journal entry", "journal entries");
  return [
    ...cells.flatMap((cell) => cellLines(cell, nowMs)),
    `Rebuilt from the archives: ${balances} from ${entries}.`,
    ...faults.map(({ where, what }) => `BROKEN  ${where}: ${what}.`),
    faults.length === 0
      ? "Every chain holds, and every item of the ledger is as its archive has it."
      : `${count(faults.length, "fault")}.`,
  ];
}

function cellLines(one: CellArchive, nowMs: number): readonly string[] {
  const { cell, manifests, objects, changes, head, sealedThroughUs, inFlight, oldestInFlightUs } = one;
  const through =
    sealedThroughUs === undefined ? "" : ` through ${new Date(Number(sealedThroughUs / 1_000n)).toISOString()}`;
  const oldest = oldestInFlightUs === undefined ? 0 : nowMs - Number(oldestInFlightUs / 1_000n);
  const flying =
    inFlight === 0 ? "nothing is in flight" : `${count(inFlight, "change")} in flight for up to ${duration(oldest)}`;
  return [
    `${cell}  ${count(manifests, "manifest")} of ${count(objects, "object")} ` +
      `with ${count(changes, "change")}${through}; ` +
      `${count(one.countersigned, "countersignature")}, ${one.awaited} awaited; ${flying}`,
    ...(head === undefined ? [] : [`    newest manifest ${head}`]),
  ];
}
