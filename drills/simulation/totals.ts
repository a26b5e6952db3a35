import { faultNames, type FaultCounts } from "../../local/faults/catalogue.ts";
import type { Harms } from "../checkers/index.ts";
import type { RunResult } from "./run-seed.ts";

/** What a number of runs came to, so far. */
export interface Totals {
  readonly seeds: number;
  readonly breached: readonly RunResult[];
  readonly harms: Harms;
  readonly faults: FaultCounts;
}

/** No run yet. */
export const noTotals: Totals = {
  seeds: 0,
  breached: [],
  harms: { lost: 0, doubleCharged: 0, imbalanced: 0, twoWriters: 0, overdrawnBeyondTail: 0, diverged: 0, other: 0 },
  faults: {},
};

/** Totals with one more run. */
export function withRun(totals: Totals, run: RunResult): Totals {
  return {
    seeds: totals.seeds + 1,
    breached: run.breaches.length === 0 ? totals.breached : [...totals.breached, run],
    harms: added(totals.harms, run.harms),
    faults: faultsAdded(totals.faults, run.faults),
  };
}

/** The last line of a run for a machine: what `--json` ends with. `ms`: the time of one core that the seeds took. */
export function summaryOf({ seeds, harms, faults }: Totals, ms: number): Readonly<Record<string, unknown>> {
  const { other: _, ...named } = harms;
  const seedsPerMinute = ms > 0 ? Math.round((seeds / ms) * 60_000) : 0;
  return { seeds, seedsPerMinute, ...named, faults };
}

function added(one: Harms, other: Harms): Harms {
  return {
    lost: one.lost + other.lost,
    doubleCharged: one.doubleCharged + other.doubleCharged,
    imbalanced: one.imbalanced + other.imbalanced,
    twoWriters: one.twoWriters + other.twoWriters,
    overdrawnBeyondTail: one.overdrawnBeyondTail + other.overdrawnBeyondTail,
    diverged: one.diverged + other.diverged,
    other: one.other + other.other,
  };
}

function faultsAdded(one: FaultCounts, other: FaultCounts): FaultCounts {
  const sums = faultNames.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}
