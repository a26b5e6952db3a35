import { homeOf } from "../../functions/domain/ids.ts";
import type { Breach, Checker } from "./checker.ts";
import { figureOf, nameOf, sortOf, textOf, type LedgerView } from "./ledger-view.ts";

/** Whatever was begun has ended: no state waits on a cell for ever. */
export const nothingUnderWay: Checker = {
  name: "nothing-under-way",
  claim: "Nothing is due in any cell, nothing is queued or on its way, and no authorization outlives its end.",
  holds: "afterHeal",
  harm: "lost",
  check: (ledger) => [...stillDue(ledger), ...stillOpen(ledger)],
};

/** What the sparse index lists, but for holds that have not ended yet: those are due in the future. */
function stillDue({ truth }: LedgerView): readonly Breach[] {
  return truth
    .filter(({ key, item }) => item["due"] !== undefined && !(sortOf(key) === "acct" && key.sk.startsWith("hold#")))
    .map((stored) => ({
      fault: `${nameOf(stored.key)} is still due in ${textOf(stored.item, "due")}.`,
      items: [stored],
    }));
}

function stillOpen({ journal, state: { settledAt } }: LedgerView): readonly Breach[] {
  return journal.flatMap(({ stored, entry, writer }) => {
    if (entry.kind === "half") return [];
    if (entry.state === "queued" || entry.state === "processing") {
      return [{ fault: `${nameOf(stored.key)} is still ${entry.state}.`, items: [stored] }];
    }
    // A stand-in's own authorization ends with the home's copy of it.
    if (entry.kind !== "payment" || entry.state !== "authorized" || homeOf(entry.id) !== writer) return [];
    const ends = figureOf(stored.item, "expiresAt");
    if (settledAt === undefined || ends > settledAt) return [];
    return [{ fault: `${nameOf(stored.key)} is still authorized, though it ended at ${ends}.`, items: [stored] }];
  });
}
