import { parseAccountId, parsePaymentId, homeOf, type CellName } from "../../functions/domain/ids.ts";
import { paymentKey, type LedgerKey } from "../../functions/domain/keys.ts";
import type { WatchMeans } from "./consumer-watch.ts";
import type { AskedPayment } from "./load.ts";

/** Payments between cells, and how long each was under way. */
export interface Crossings {
  /** Looks once at all that are still under way; how many there are. */
  look(): Promise<number>;
  /** The longest that one which was asked for between two seconds of the drill was under way, or has been so far. */
  longest(from: number, to: number): number;
  /** How many of those were still under way at the last look. */
  left(from: number, to: number): number;
}

/** Follows those of the payments that are from or to an account of `cell`, with another cell on the other side. */
export function createCrossings({ target, time, payments }: WatchMeans, cell: string): Crossings {
  const done = new Map<string, number>();
  const crossing = () =>
    payments().filter((payment) => payment.answered?.payment !== undefined && crosses(payment, cell));

  const askedBetween = (from: number, to: number) =>
    crossing().filter(({ askedAt }) => time.secondOf(askedAt) >= from && time.secondOf(askedAt) < to);

  return {
    async look() {
      const open = crossing().filter(({ key }) => !done.has(key));
      let left = 0;
      for (const home of new Set(open.map((payment) => payment.home))) {
        const own = open.filter((payment) => payment.home === home);
        const items = await target.items(home, own.flatMap(keyOf));
        for (const [index, { key }] of own.entries()) {
          if (items[index]?.["state"] === "processing") left += 1;
          else done.set(key, target.clock.now());
        }
      }
      return left;
    },
    longest(from, to) {
      const lasted = askedBetween(from, to).map(({ key, answered, askedAt }) => {
        return (done.get(key) ?? target.clock.now()) - (answered?.at ?? askedAt);
      });
      return lasted.reduce((most, ms) => Math.max(most, ms), 0) / 1_000;
    },
    left: (from, to) => askedBetween(from, to).filter(({ key }) => !done.has(key)).length,
  };
}

function crosses({ home, payee }: AskedPayment, cell: string): boolean {
  const account = parseAccountId(payee);
  const other = account.ok ? homeOf(account.value) : home;
  return other !== home && (home === cell || other === cell);
}

function keyOf({ home, answered }: AskedPayment): readonly LedgerKey[] {
  const id = parsePaymentId(answered?.payment ?? "");
  // The cells of a target have names that the registry's parser let through.
  return id.ok ? [paymentKey(home as CellName, id.value)] : [];
}
