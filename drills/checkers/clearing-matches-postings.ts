import type { Checker } from "./checker.ts";
import { clearingRowsIn, netsOf, postedSums, type LedgerView } from "./ledger-view.ts";

/** What a cell owes its peers is what its entries say it owes them. */
export const clearingMatchesPostings: Checker = {
  name: "clearing-matches-postings",
  claim: "Every clearing row is the sum of the postings that name it.",
  holds: "always",
  harm: "imbalanced",
  check(ledger) {
    const rows = new Map(clearingRowsIn(ledger.truth).map((row) => [row.key.pk, row]));
    const stored = new Map<string, bigint>();
    for (const [pk, row] of rows) {
      for (const [currency, net] of netsOf(row)) stored.set(`${pk} ${currency}`, net);
    }
    const posted = new Map([...postedSums(ledger.journal)].filter(([name]) => name.includes("#transit#")));
    return [...new Set([...stored.keys(), ...posted.keys()])].flatMap((name) => {
      const [pk = "", currency = ""] = name.split(" ");
      const net = stored.get(name) ?? 0n;
      const sum = posted.get(name) ?? 0n;
      if (net === sum) return [];
      const row = rows.get(pk);
      const items = [...(row === undefined ? [] : [row]), ...entriesNaming(ledger, pk)];
      return [{ fault: `${pk} says ${net} ${currency}, its postings say ${sum}.`, items }];
    });
  },
};

function entriesNaming({ journal }: LedgerView, pk: string) {
  return journal
    .filter(({ entry }) => entry.postings.some(({ account }) => account === pk))
    .map(({ stored }) => stored);
}
