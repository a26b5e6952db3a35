import { writerOf } from "../../functions/domain/keys.ts";
import type { Checker } from "./checker.ts";
import { add, clearingRowsIn, netsOf, subjectOf, type StoredItem } from "./ledger-view.ts";

/** Clearing is a way, not a place. */
export const clearingZero: Checker = {
  name: "clearing-zero",
  claim: "Nothing is left between two cells.",
  holds: "afterHeal",
  harm: "imbalanced",
  check({ truth }) {
    const nets = new Map<string, bigint>();
    const rows = clearingRowsIn(truth);
    for (const row of rows) for (const [currency, net] of netsOf(row)) add(nets, `${pairOf(row)} ${currency}`, net);
    return [...nets].flatMap(([name, net]) => {
      if (net === 0n) return [];
      const [pair, currency] = name.split(" ");
      return [
        { fault: `${net} ${currency} is left between ${pair}.`, items: rows.filter((row) => pairOf(row) === pair) },
      ];
    });
  },
};

function pairOf({ key }: StoredItem): string {
  return [writerOf(key), subjectOf(key)].sort().join("+");
}
