import type { LedgerView } from "../../drills/checkers/ledger-view.ts";
import type { Outcome } from "./pay-all.ts";
import type { Settled } from "./settling.ts";

/** What the demo comes to: the JSON object of its last line. */
export interface Summary {
  /** Lines of the files, each once from every debtor; the funding is not counted. */
  readonly payments: number;
  /** Payments whose payee has the money, by the ledger. */
  readonly completed: number;
  readonly declined: number;
  readonly crossCell: number;
  readonly cells: number;
  readonly conserved: boolean;
  readonly replicasEqual: boolean;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From the start of the process to the proof. */
  readonly seconds: number;
}

/** The figures of some payments: of all, or of one cell's. */
export interface Figures {
  readonly payments: number;
  readonly completed: number;
  readonly declined: number;
  readonly failed: number;
  readonly crossCell: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sums the demo up. */
export function summarize(outcomes: readonly Outcome[], settled: Settled, cells: number, elapsedMs: number): Summary {
  const { failed: _, p50Ms, p99Ms, ...counts } = figuresOf(outcomes, settled.view);
  const { conserved, replicasEqual } = settled;
  return { ...counts, cells, conserved, replicasEqual, p50Ms, p99Ms, seconds: rounded(elapsedMs / 1_000) };
}

/** Counts payments and their times; completed is what the ledger says, not what was answered. */
export function figuresOf(outcomes: readonly Outcome[], view: LedgerView): Figures {
  const arrived = arrivedPayments(view);
  const counted = (test: (outcome: Outcome) => boolean) => outcomes.filter(test).length;
  const times = outcomes.map(({ ms }) => ms).sort((one, other) => one - other);
  return {
    payments: outcomes.length,
    completed: counted(({ answer }) => answer.is === "accepted" && arrived.has(answer.id)),
    declined: counted(({ answer }) => answer.is === "declined"),
    failed: counted(({ answer }) => answer.is === "failed"),
    crossCell: counted(({ crossing }) => crossing),
    p50Ms: rounded(quantile(times, 0.5)),
    p99Ms: rounded(quantile(times, 0.99)),
  };
}

/** Payments whose payee has been credited, by the writer's own entry or by the half in the payee's cell. */
function arrivedPayments({ journal }: LedgerView): ReadonlySet<string> {
  const ids = journal.flatMap(({ entry }) => {
    if (entry.kind === "payment") return entry.state === "completed" ? [entry.id] : [];
    const credited = entry.kind === "half" && entry.operation === undefined && entry.outcome === "credited";
    return credited ? [entry.payment] : [];
  });
  return new Set(ids);
}

/** The smallest value that at least this share of the sorted values does not exceed (nearest rank). */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
