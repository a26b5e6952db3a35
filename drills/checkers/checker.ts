import type { HistoryEvent } from "./history-event.ts";
import type { LedgerView, StoredItem } from "./ledger-view.ts";

/** A place where an invariant does not hold. */
export interface Breach {
  /** What is wrong, with the figures. */
  readonly fault: string;
  /** The items that show it. */
  readonly items: readonly StoredItem[];
  /** The calls that show it, where it is about what was answered. */
  readonly events?: readonly HistoryEvent[];
}

/** A breach that no item of the ledger shows. */
export function fault(text: string): Breach {
  return { fault: text, items: [] };
}

/**
 * From when on an invariant has to hold. always: at every moment, whatever is under way. afterHeal: once all faults are
 * gone, every home is its own again and nothing is under way.
 */
export type Holds = "always" | "afterHeal";

/** What a breach counts as in the line that sums a run up; the names are that line's fields. */
export type Harm =
  | "lost"
  | "doubleCharged"
  | "imbalanced"
  | "twoWriters"
  | "overdrawnBeyondTail"
  | "diverged"
  | "other";

/** An invariant, whatever it is judged by. */
export interface Claimed {
  readonly name: string;
  /** What holds, in one sentence. */
  readonly claim: string;
  readonly holds: Holds;
  readonly harm: Harm;
}

/** An invariant of the ledger as a pure function of its state. */
export interface Checker extends Claimed {
  check(ledger: LedgerView): readonly Breach[];
}

/** An invariant and where it is broken; no breach: it holds. */
export interface Finding {
  readonly checker: Claimed;
  readonly breaches: readonly Breach[];
}

/** How many breaches there are of each kind: the fields of a run's last line, and what fits none of them. */
export type Harms = Readonly<Record<Harm, number>>;

/** Sums findings up by the harm they do; a run is sound when every figure is zero. */
export function harmsIn(findings: readonly Finding[]): Harms {
  const harms: Record<Harm, number> = {
    lost: 0,
    doubleCharged: 0,
    imbalanced: 0,
    twoWriters: 0,
    overdrawnBeyondTail: 0,
    diverged: 0,
    other: 0,
  };
  for (const { checker, breaches } of findings) harms[checker.harm] += breaches.length;
  return harms;
}
