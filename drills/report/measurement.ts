import type { Moment, Series } from "../../functions/pages/plot.ts";

/** What was measured second by second. */
export interface Timeline {
  /** Accepted payments a second, by the cell that answered. */
  readonly traffic: readonly Series[];
  /** Answers a second other than an acceptance, by what they said. */
  readonly errors: readonly Series[];
  /** From the first sending of a payment to its final answer, retries included; milliseconds. */
  readonly latency: readonly Series[];
  /** How far a region's replica is behind another's; seconds. */
  readonly lag: readonly Series[];
  /** What stands on the clearing rows of every pair of cells, and their sum; major units. */
  readonly clearing: readonly Series[];
  /** Of the consumer that was watched, where one was. */
  readonly consumer?: ConsumerSeries;
}

/** What a consumer had before it over time. */
export interface ConsumerSeries {
  /** Records or messages that wait for it, and those that were given up. */
  readonly backlog: readonly Series[];
  /** How long the oldest of those that wait has been waiting; seconds. */
  readonly behind: readonly Series[];
  /** Payments between cells that were answered as under way and are so still. */
  readonly underWay: readonly Series[];
}

/** An alarm of a consumer that rang, and when it was over; seconds of the drill. */
export interface RungAlarm {
  readonly name: string;
  readonly description: string;
  readonly rangAt: number;
  /** Undefined where it rang to the end. */
  readonly overAt: number | undefined;
}

/** How many seconds one point of a drill's plots stands for: an hour second by second would be too fine to see. */
export function timelineStep(seconds: number): number {
  return seconds > 1_200 ? 15 : 1;
}

/** A payment that its own region had taken and that no other region had when it was lost. */
export interface TailPayment {
  readonly payment: string;
  readonly account: string;
  readonly amount: bigint;
  readonly currency: string;
  /** When its client was told; seconds since the drill began. */
  readonly at: number;
  /** The cell that had taken it. */
  readonly cell: string;
  readonly fate: TailFate;
}

/**
 * What became of a payment of the tail: it came back with its region; or its client had sent it again meanwhile, so
 * that the stand-in's was the second and was reversed; or it is gone.
 */
export type TailFate = "came back" | "second reversed" | "lost";

/** An account that absorbing left below its limit. */
export interface Overdraft {
  readonly account: string;
  readonly currency: string;
  /** Below the limit at worst; minor units. */
  readonly below: bigint;
  /** What of the tail is this account's: the most that it may be below; minor units. */
  readonly tail: bigint;
}

/** A payment that two cells had taken and of which one was reversed. */
export interface Reversal {
  readonly payment: string;
  readonly account: string;
  readonly amount: bigint;
  readonly currency: string;
  /** The cell whose entry was reversed. */
  readonly origin: string;
}

/** What a named checker found once all had come to rest. */
export interface Verdict {
  readonly name: string;
  /** What always holds, in one sentence. */
  readonly claim: string;
  readonly faults: readonly string[];
}

/** A figure that the drill promises. */
export interface Bound {
  readonly name: string;
  /** In words: "at most 15 s". */
  readonly wanted: string;
  /** In words; "never" where it did not happen. */
  readonly measured: string;
  readonly kept: boolean;
}

/** The figures of a drill; undefined where what they measure did not happen. */
export interface Figures {
  /** From the fault until both signals had said so; of a consumer, until its first alarm rang. */
  readonly detectionSeconds?: number;
  /** From the change of authority until the edge sent every request after it. */
  readonly routingSeconds?: number;
  /** From the fault until the first payment of an evacuated account was accepted. */
  readonly rtoSeconds?: number;
  /** Payments that the other regions did not have. */
  readonly tail: number;
  /** Acknowledged payments that are nowhere in the end. */
  readonly lost: number;
  /** Keys with more than one effective charge in the end. */
  readonly doubleCharged: number;
  /** Accounts that ended below their limit. */
  readonly overdrawn: number;
  /** Duplicates reversed. */
  readonly reversed: number;
  /** Payments answered for good 40 to 60 seconds after heal, as a share of those before the fault. */
  readonly goodputAfterHeal?: number;
  /** From heal until a consumer that was down had done all that had waited for it. */
  readonly caughtUpSeconds?: number;
}

/** Everything that a drill saw and measured: what its report is made of. */
export interface Measurement {
  readonly drill: string;
  /** What the drill claims, in prose. */
  readonly claim: string;
  readonly target: "local" | "aws";
  readonly seed: number;
  readonly commit: string;
  readonly cells: readonly string[];
  /** How long the drill took in its own time; seconds. */
  readonly seconds: number;
  /** Payments that clients asked for, and that were accepted. */
  readonly payments: { readonly asked: number; readonly accepted: number; readonly declined: number };
  readonly moments: readonly Moment[];
  readonly timeline: Timeline;
  readonly figures: Figures;
  readonly tail: readonly TailPayment[];
  readonly overdrafts: readonly Overdraft[];
  readonly reversals: readonly Reversal[];
  readonly verdicts: readonly Verdict[];
  readonly bounds: readonly Bound[];
  /** The alarms of a consumer that was watched. */
  readonly alarms?: readonly RungAlarm[];
}

/** Whether a drill showed what it claims: every bound is kept and no checker found a fault. */
export function isPassed({ verdicts, bounds }: Pick<Measurement, "verdicts" | "bounds">): boolean {
  return bounds.every(({ kept }) => kept) && verdicts.every(({ faults }) => faults.length === 0);
}
