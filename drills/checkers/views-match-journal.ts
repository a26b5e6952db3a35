import type { Entry } from "../../functions/domain/entries.ts";
import { parseAccountId } from "../../functions/domain/ids.ts";
import type { Breach, Checker } from "./checker.ts";
import { add, figureOf, textOf, type JournalEntry, type StoredItem } from "./ledger-view.ts";

/** Every cell builds its views of the whole journal by itself, from a stream that repeats and reorders. */
export const viewsMatchJournal: Checker = {
  name: "views-match-journal",
  claim:
    "Every cell's views list each posting on an account once, and a kept sum of a month is what its entries sum to.",
  holds: "afterHeal",
  harm: "diverged",
  check({ state: { views }, journal }) {
    if (views === undefined) return [];
    const booked = counted(journal.flatMap(({ entry }) => postingsIn(entry)).filter(({ at }) => at < views.through));
    return [...views.rows].flatMap(([cell, rows]) => {
      const listed = rows.filter(({ key }) => key.sk.startsWith("entry#"));
      const shown = counted(listed.map(shownIn).filter(({ at }) => at < views.through));
      return [...wrongEntries(cell, booked, shown, journal), ...wrongMonths(cell, rows, listed, views.through)];
    });
  },
};

/** A posting on an account, as the journal books it and as views list it. */
interface Booking {
  readonly account: string;
  readonly payment: string;
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
  /** Minor units, credits positive. */
  readonly amount: bigint;
}

function postingsIn(entry: Entry): readonly Booking[] {
  const payment = entry.kind === "payment" ? entry.id : entry.payment;
  const operation = entry.kind === "payment" ? "" : entry.kind === "half" ? (entry.operation ?? "") : entry.id;
  // Clearing rows and stand-ins' rows are nobody's accounts.
  const own = entry.postings.filter(({ account }) => parseAccountId(account).ok);
  return own.map(({ account, amount }) => ({ account, payment, operation, at: entry.at, amount }));
}

function shownIn({ key, item }: StoredItem): Booking {
  const account = key.pk.slice("acct#".length);
  const names = { payment: textOf(item, "payment"), operation: textOf(item, "operation") };
  return { account, ...names, at: figureOf(item, "at"), amount: figureOf(item, "amount") };
}

function counted(bookings: readonly Booking[]): ReadonlyMap<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const booking of bookings) add(counts, textOfBooking(booking), 1n);
  return counts;
}

function textOfBooking({ account, payment, operation, at, amount }: Booking): string {
  const of = operation === "" ? payment : `${operation} of ${payment}`;
  return `${amount} on ${account} by ${of} at ${new Date(Number(at)).toISOString()}`;
}

function wrongEntries(
  cell: string,
  booked: ReadonlyMap<string, bigint>,
  shown: ReadonlyMap<string, bigint>,
  journal: readonly JournalEntry[],
): readonly Breach[] {
  return [...new Set([...booked.keys(), ...shown.keys()])].flatMap((booking) => {
    const [times, seen] = [booked.get(booking) ?? 0n, shown.get(booking) ?? 0n];
    if (times === seen) return [];
    const items = journal.filter(({ entry }) => postingsIn(entry).some((one) => textOfBooking(one) === booking));
    const fault = `The views of ${cell} list ${booking} ${seen} times, the journal has it ${times} times.`;
    return [{ fault, items: items.map(({ stored }) => stored) }];
  });
}

/** A month has a sum once somebody asked for it: one that is still booked into is left out. */
function wrongMonths(
  cell: string,
  rows: readonly StoredItem[],
  listed: readonly StoredItem[],
  through: bigint,
): readonly Breach[] {
  const sums = new Map<string, bigint>();
  const moving = new Set<string>();
  for (const { key, item } of listed) {
    const month = `${key.pk} month#${key.sk.slice("entry#".length, "entry#2027-01".length)}`;
    add(sums, month, figureOf(item, "amount"));
    if (figureOf(item, "at") >= through) moving.add(month);
  }
  const kept = rows.filter(({ key, item }) => key.sk.startsWith("month#") && item["amount"] !== undefined);
  return kept.flatMap((row) => {
    const name = nameOf(row);
    const [sum, counts] = [sums.get(name) ?? 0n, figureOf(row.item, "amount")];
    if (moving.has(name) || sum === counts) return [];
    return [{ fault: `The views of ${cell} count ${counts} in ${name}, whose entries sum to ${sum}.`, items: [row] }];
  });
}

function nameOf({ key }: StoredItem): string {
  return `${key.pk} ${key.sk}`;
}
