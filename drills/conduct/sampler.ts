import { parsePaymentId, type CellName } from "../../functions/domain/ids.ts";
import { paymentKey, TRANSIT_SHARDS, type LedgerKey } from "../../functions/domain/keys.ts";
import { figureOf } from "../checkers/ledger-view.ts";
import type { Series } from "../../functions/pages/plot.ts";
import type { Target } from "../targets/target.ts";
import { CURRENCY, type AskedPayment } from "./load.ts";

/** What is looked up every second while a drill lasts. */
export interface Samples {
  begin(): void;
  end(): Promise<void>;
  ended(): boolean;
  /** Seconds: how long ago the oldest acknowledged payment was that the other cell's replica does not have yet. */
  lag(): readonly Series[];
  /** Major units: what stands on the clearing rows of every ordered pair of cells, and the sum of every pair. */
  clearing(): readonly Series[];
}

type Points = [second: number, value: number][];

const EVERY_MS = 1_000;
/** How many payments are looked up at once to find the oldest that is missing. */
const LOOKED_UP = 25;

/** Looks at a target every second; `payments` are those of the load, in the order in which they were asked for. */
export function createSampler(target: Target, elapsed: () => number, payments: () => readonly AskedPayment[]): Samples {
  const { cells, clock } = target;
  const lags = new Map<string, Points>();
  const nets = new Map<string, Points>();
  const seen = new Map<string, Set<string>>();
  const state = { over: false };
  let loop: Promise<void> | undefined;
  const pairs = cells.flatMap((from) => cells.filter((to) => to !== from).map((to) => ({ from, to })));

  async function lagOf(from: string, to: string): Promise<number> {
    const name = nameOf(from, to);
    const arrived = seen.get(name) ?? new Set<string>();
    seen.set(name, arrived);
    const open = payments()
      .filter(({ answered }) => answered?.cell === from && answered.payment !== undefined)
      .filter(({ key }) => !arrived.has(key))
      .toSorted((one, other) => (one.answered?.at ?? 0) - (other.answered?.at ?? 0));
    for (let start = 0; start < open.length; start += LOOKED_UP) {
      const some = open.slice(start, start + LOOKED_UP);
      const items = await target.items(
        to,
        some.flatMap(({ answered }) => keyOf(from, answered?.payment)),
      );
      for (const [index, payment] of some.entries()) {
        if (items[index] === undefined) return Math.max(0, (clock.now() - (payment.answered?.at ?? 0)) / 1_000);
        arrived.add(payment.key);
      }
    }
    return 0;
  }

  async function netOf(from: string, to: string): Promise<number> {
    const rows = await target.items(from, rowsOf(from, to));
    const sum = rows.reduce((total, row) => total + figureOf(row ?? {}, `net_${CURRENCY}`), 0n);
    // Minor units to major ones: a plot needs no more digits than a float has.
    return Number(sum) / 100;
  }

  async function sample(): Promise<void> {
    const second = Math.floor(elapsed());
    for (const { from, to } of pairs) note(lags, nameOf(from, to), second, await lagOf(from, to));
    const found = await Promise.all(pairs.map(async ({ from, to }) => ({ from, to, net: await netOf(from, to) })));
    for (const { from, to, net } of found) {
      note(nets, `${from} owes ${to}`, second, net);
      const back = found.find((other) => other.from === to && other.to === from);
      if (from < to) note(nets, `${from} and ${to} together`, second, net + (back?.net ?? 0));
    }
  }

  return {
    begin() {
      loop ??= (async () => {
        while (!state.over) {
          await sample();
          await clock.sleep(EVERY_MS);
        }
      })();
    },
    async end() {
      state.over = true;
      await loop;
    },
    ended: () => state.over,
    lag: () => seriesOf(lags),
    clearing: () => seriesOf(nets),
  };
}

function note(series: Map<string, Points>, name: string, second: number, value: number): void {
  const points = series.get(name) ?? [];
  series.set(name, points);
  // A sample that took its time may fall into the second of the one before.
  if (points.at(-1)?.[0] !== second) points.push([second, value]);
}

function seriesOf(series: ReadonlyMap<string, Points>): readonly Series[] {
  return [...series].map(([name, points]) => ({ name, points }));
}

function nameOf(from: string, to: string): string {
  return `${from} to ${to}`;
}

function keyOf(cell: string, payment: string | undefined): readonly LedgerKey[] {
  const id = parsePaymentId(payment ?? "");
  // The cells of a target have names that the registry's parser let through.
  return id.ok ? [paymentKey(cell as CellName, id.value)] : [];
}

function rowsOf(cell: string, peer: string): readonly LedgerKey[] {
  return Array.from({ length: TRANSIT_SHARDS }, (_, shard) => ({
    pk: `${cell}#transit#${peer}#${shard}`,
    sk: "balance",
  }));
}
