import { halfKey, writerOf } from "../../functions/domain/keys.ts";
import type { Checker } from "./checker.ts";
import { add, clearingRowsIn, netsOf, subjectOf, type JournalEntry, type LedgerView } from "./ledger-view.ts";

/** Money between two cells is nowhere but under way: once all has arrived, the pair is even. */
export const clearingPairs: Checker = {
  name: "clearing-pairs",
  claim: "The clearing rows of two cells sum to what is under way between them, zero once everything has arrived.",
  check(ledger) {
    const nets = new Map<string, bigint>();
    const rows = clearingRowsIn(ledger.truth);
    for (const row of rows) {
      const pair = pairOf(writerOf(row.key), subjectOf(row.key));
      for (const [currency, net] of netsOf(row)) add(nets, `${pair} ${currency}`, net);
    }
    const underWay = moneyUnderWay(ledger);
    return [...new Set([...nets.keys(), ...underWay.keys()])].flatMap((name) => {
      const net = nets.get(name) ?? 0n;
      const expected = underWay.get(name) ?? 0n;
      if (net === expected) return [];
      const [pair = "", currency = ""] = name.split(" ");
      const fault = `Between ${pair} the rows sum to ${net} ${currency}, but ${expected} is under way.`;
      return [{ fault, items: rows.filter((row) => pairOf(writerOf(row.key), subjectOf(row.key)) === pair) }];
    });
  },
};

/** What is under way between every two cells, by `pair currency`. */
function moneyUnderWay(ledger: LedgerView): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { writer, entry } of waiting(ledger)) {
    const { due } = entry;
    // A refund that waits for the payee, or its refusal for the payer, has booked nothing yet.
    if (due?.action !== "credit" && due?.action !== "creditBack") continue;
    add(sums, `${pairOf(writer, due.cell)} ${entry.currency}`, entry.amount);
  }
  return sums;
}

/** Entries that the cell they are due in has not answered yet. */
export function waiting({ journal }: LedgerView): readonly JournalEntry[] {
  const known = new Set(journal.map(({ stored }) => `${stored.key.pk} ${stored.key.sk}`));
  return journal.filter(({ entry }) => {
    if (entry.due === undefined) return false;
    const payment = entry.kind === "payment" ? entry.id : entry.payment;
    const operation = entry.kind === "payment" ? undefined : entry.kind === "half" ? entry.operation : entry.id;
    const { pk, sk } = halfKey(entry.due.cell, payment, operation);
    return !known.has(`${pk} ${sk}`);
  });
}

function pairOf(one: string, other: string): string {
  return [one, other].sort().join("+");
}
