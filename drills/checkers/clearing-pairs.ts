import { writerOf } from "../../functions/domain/keys.ts";
import type { Checker } from "./checker.ts";
import { add, clearingRowsIn, netsOf, subjectOf, type JournalEntry, type LedgerView } from "./ledger-view.ts";

/** Money between two cells is nowhere but under way: once all has arrived, the pair is even. */
export const clearingPairs: Checker = {
  name: "clearing-pairs",
  claim: "The clearing rows of two cells sum to what is under way between them, zero once everything has arrived.",
  holds: "always",
  harm: "imbalanced",
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

/** A posting to a clearing row: what the entry's writer owes the peer, or no longer owes it. */
interface Booking {
  readonly recorded: JournalEntry;
  readonly peer: string;
  readonly amount: bigint;
}

/** What is under way between every two cells, by `pair currency`. */
function moneyUnderWay(ledger: LedgerView): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const bookings of byPaymentAndWay(ledger.journal).values()) {
    for (const { recorded, peer, amount } of unmatched(bookings)) {
      const { entry, writer } = recorded;
      // A bounce waits for the home's reversal, and a reversal may come before the bounce that it takes.
      const expected =
        amount > 0n
          ? entry.due !== undefined || (entry.kind === "half" && entry.outcome === "bounced")
          : entry.kind === "reversal";
      if (expected) add(sums, `${pairOf(writer, peer)} ${entry.currency}`, amount);
    }
  }
  return sums;
}

/** The bookings of each payment by direction: what one cell owes the other, and what the other has taken of it. */
function byPaymentAndWay(journal: readonly JournalEntry[]): ReadonlyMap<string, readonly Booking[]> {
  const ways = new Map<string, Booking[]>();
  for (const recorded of journal) {
    for (const { account, amount } of recorded.entry.postings) {
      const [writer = "", sort, peer = ""] = account.split("#");
      if (sort !== "transit" || amount === 0n) continue;
      const way = amount > 0n ? `${writer}>${peer}` : `${peer}>${writer}`;
      const name = `${subjectOf(recorded.stored.key)} ${way}`;
      ways.set(name, [...(ways.get(name) ?? []), { recorded, peer, amount }]);
    }
  }
  return ways;
}

/** Bookings without their counterpart: each amount owed is taken once. */
function unmatched(bookings: readonly Booking[]): readonly Booking[] {
  const left: Booking[] = [];
  for (const booking of bookings) {
    const counterpart = left.findIndex(({ amount }) => amount === -booking.amount);
    if (counterpart === -1) left.push(booking);
    else left.splice(counterpart, 1);
  }
  return left;
}

function pairOf(one: string, other: string): string {
  return [one, other].sort().join("+");
}
