import { parseOperationId } from "../../functions/domain/ids.ts";
import type { Finding } from "../checkers/checker.ts";
import { harmsIn } from "../checkers/checker.ts";
import type { LedgerView } from "../checkers/ledger-view.ts";
import { overdraftsIn, tailsIn, type Tail } from "../checkers/tail.ts";
import type {
  Figures,
  Measurement,
  Overdraft,
  Reversal,
  ConsumerSeries,
  TailPayment,
  Timeline,
  Verdict,
} from "../report/measurement.ts";
import type { Series } from "../../functions/pages/plot.ts";
import { timelineStep } from "../report/measurement.ts";
import type { AskedPayment, Load } from "./load.ts";
import type { Samples } from "./sampler.ts";
import type { Unreplicated } from "./lost-with-region.ts";

/** What is known of a drill once all has come to rest. */
export interface Outcome {
  readonly ledger: LedgerView;
  readonly findings: readonly Finding[];
  readonly load: Pick<Load, "payments" | "refusals">;
  readonly samples: Pick<Samples, "lag" | "clearing">;
  /** What was lost with a region for a time; absent where none was lost. */
  readonly unreplicated: Unreplicated | undefined;
  readonly earlierTails: readonly Tail[];
  readonly cells: readonly string[];
  /** When the drill began, by the target's clock; milliseconds. */
  readonly startedAt: number;
  readonly seconds: number;
  /** Of a consumer, where one was watched. */
  readonly consumer: ConsumerSeries | undefined;
}

/** How long a drill took, and how many seconds a point of its plots stands for. */
interface Span {
  readonly seconds: number;
  readonly step: number;
}

/** Everything of a measurement that is read from what was seen, rather than waited for. */
export type Summary = Pick<Measurement, "timeline" | "tail" | "overdrafts" | "reversals" | "verdicts" | "payments"> & {
  readonly counts: Pick<Figures, "tail" | "lost" | "doubleCharged" | "overdrawn" | "reversed">;
};

/** Sums a drill up. */
export function sumUp(outcome: Outcome): Summary {
  const { ledger, findings, load } = outcome;
  const overdrafts = overdraftsOf(ledger);
  const reversals = reversalsIn(ledger);
  const tail = tailOf(outcome, reversals);
  const { lost, doubleCharged } = harmsIn(findings);
  const answered = load.payments.filter((payment) => payment.answered !== undefined);
  const accepted = answered.filter((payment) => payment.answered?.status === 201).length;
  return {
    timeline: timelineOf(outcome),
    tail,
    overdrafts,
    reversals,
    verdicts: findings.map(verdictOf),
    payments: { asked: load.payments.length, accepted, declined: answered.length - accepted },
    counts: {
      tail: tail.length,
      lost: lost + tail.filter(({ fate }) => fate === "lost").length,
      doubleCharged,
      overdrawn: overdrafts.length,
      reversed: reversals.length,
    },
  };
}

function verdictOf({ checker: { name, claim }, breaches }: Finding): Verdict {
  return { name, claim, faults: breaches.map(({ fault }) => fault) };
}

function overdraftsOf(ledger: LedgerView): readonly Overdraft[] {
  return overdraftsIn(ledger).map(({ account, currency, below, tail }) => ({ account, currency, below, tail }));
}

/** Reversals are the home's own entries, and name whose entry they reverse. */
function reversalsIn({ journal }: LedgerView): readonly Reversal[] {
  return journal.flatMap(({ entry }) => {
    if (entry.kind !== "reversal" || !parseOperationId(entry.id).ok) return [];
    const { payment, source, amount, currency, origin = "" } = entry;
    return [{ payment, account: source, amount, currency, origin }];
  });
}

function tailOf(outcome: Outcome, reversals: readonly Reversal[]): readonly TailPayment[] {
  const { unreplicated, ledger, startedAt } = outcome;
  // Without a moment at which a region was lost, the tail is what stand-ins had not seen when they began.
  const debits =
    unreplicated?.debits ??
    distinct(
      [...outcome.earlierTails, ...tailsIn(ledger)].flatMap(({ account, currency, entries }) =>
        entries.map((entry) => ({ ...entry, account, currency })),
      ),
    );
  const reversed = new Set(reversals.map(({ payment }) => payment));
  const standing = new Set(
    ledger.journal.flatMap(({ entry }) => (entry.kind === "payment" && entry.state !== "declined" ? [entry.id] : [])),
  ) as ReadonlySet<string>; // ids are texts
  return debits.map(({ payment, account, amount, currency, at, cell }) => ({
    payment,
    account,
    amount,
    currency,
    cell,
    at: (Number(at) - startedAt) / 1_000,
    fate: reversed.has(payment) ? "second reversed" : standing.has(payment) ? "came back" : "lost",
  }));
}

/** A payment once, though more than one takeover had not seen it. */
function distinct<Debit extends { readonly payment: string; readonly operation?: string }>(debits: readonly Debit[]) {
  return [...new Map(debits.map((debit) => [`${debit.payment} ${debit.operation ?? ""}`, debit])).values()];
}

function timelineOf({ load, samples, cells, startedAt, seconds, consumer }: Outcome): Timeline {
  const span = { seconds: Math.max(1, Math.ceil(seconds)), step: timelineStep(seconds) };
  const secondOf = (at: number) => Math.floor((at - startedAt) / 1_000 / span.step) * span.step;
  const accepted = load.payments.filter((payment) => payment.answered?.status === 201);
  return {
    traffic: cells.map((cell) => ({
      name: cell,
      points: counted(
        accepted.filter((payment) => payment.answered?.cell === cell).map((payment) => secondOf(endOf(payment))),
        span,
      ),
    })),
    errors: errorsOf(load, secondOf, span),
    latency: latencyOf(accepted, secondOf, span),
    lag: samples.lag().map((series) => thinned(series, span)),
    clearing: samples.clearing().map((series) => thinned(series, span)),
    ...(consumer && { consumer }),
  };
}

/** The most frequent kinds by name, the others together: a plot has only so many colours. */
const KINDS_MAX = 5;

function errorsOf({ refusals }: Pick<Load, "refusals">, secondOf: (at: number) => number, span: Span) {
  const kinds = new Map<string, number[]>();
  for (const { at, kind } of refusals) {
    const seconds = kinds.get(kind) ?? [];
    kinds.set(kind, seconds);
    seconds.push(secondOf(at));
  }
  const byNumber = [...kinds].toSorted(([, one], [, other]) => other.length - one.length);
  const named = byNumber.slice(0, KINDS_MAX);
  const others = byNumber.slice(KINDS_MAX).flatMap(([, seconds]) => seconds);
  const shown = others.length === 0 ? named : [...named, ["others", others] as const];
  return shown.map(([name, seconds]): Series => ({ name, points: counted(seconds, span) }));
}

function latencyOf(accepted: readonly AskedPayment[], secondOf: (at: number) => number, span: Span) {
  const bySecond = new Map<number, number[]>();
  for (const payment of accepted) {
    const second = secondOf(endOf(payment));
    const latencies = bySecond.get(second) ?? [];
    bySecond.set(second, latencies);
    latencies.push(endOf(payment) - payment.askedAt);
  }
  const quantile = (share: number): Series["points"] =>
    stepsOf(span).flatMap((second) => {
      const latencies = bySecond.get(second)?.toSorted((one, other) => one - other) ?? [];
      const value = latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
      return value === undefined ? [] : [[second, value] as const];
    });
  return [
    { name: "p50", points: quantile(0.5) },
    { name: "p99", points: quantile(0.99) },
  ];
}

/** What came in each step, as a rate a second. */
function counted(seconds: readonly number[], span: Span): Series["points"] {
  const counts = new Map<number, number>();
  for (const second of seconds) counts.set(second, (counts.get(second) ?? 0) + 1);
  return stepsOf(span).map((second) => [second, (counts.get(second) ?? 0) / span.step] as const);
}

function stepsOf({ seconds, step }: Span): readonly number[] {
  return Array.from({ length: Math.ceil(seconds / step) }, (_, index) => index * step);
}

/** The highest of each step, so that no peak is hidden. */
function thinned({ name, points }: Series, { step }: Span): Series {
  const highest = new Map<number, readonly [number, number]>();
  for (const [second, value] of points) {
    const place = Math.floor(second / step);
    const known = highest.get(place);
    if (known === undefined || value > known[1]) highest.set(place, [second, value]);
  }
  return { name, points: [...highest.values()] };
}

function endOf({ answered, askedAt }: AskedPayment): number {
  return answered?.at ?? askedAt;
}
