import { chainWhole } from "./archive/chain-whole.ts";
import { changesSealed } from "./archive/changes-sealed.ts";
import { countersigned } from "./archive/countersigned.ts";
import { rebuildsLedger } from "./archive/rebuilds-ledger.ts";
import type { ArchiveChecker, ArchiveRun } from "./archive/archive-run.ts";
import type { Finding } from "./checker.ts";
import type { LedgerView } from "./ledger-view.ts";

/** In the order in which they are told. */
const archiveCheckers: readonly ArchiveChecker[] = [chainWhole, changesSealed, rebuildsLedger, countersigned];

/** Holds what lies in archives, and the ledger beside them, against all of them. */
export function checkArchive(run: ArchiveRun, ledger: LedgerView): readonly Finding[] {
  return archiveCheckers.map((checker) => ({ checker, breaches: checker.check(run, ledger) }));
}
