import type { QueueSettings } from "./queue.ts";

/** How events come to functions where a run may have it faster than the program does; milliseconds. */
export interface Pace {
  /** Between two sweeps of an inbox. */
  readonly sweepMs: number;
  /** What the queue of an inbox has otherwise than those of short runs. */
  readonly queue: QueueSettings;
  /** The same of the queues of webhooks and of payouts. */
  readonly patientQueues: Pick<QueueSettings, "visibilityMs" | "receivesMax">;
  /** Between two sweeps of deliveries, and of payouts. */
  readonly deliveriesSweepMs: number;
  readonly payoutsSweepMs: number;
  /** Environments of a function of payouts: few meet the limit of concurrency soon. */
  readonly payoutEnvironments: number;
  /** After how long each a start by a schedule that failed is tried again before it is given up. */
  readonly startRetriesMs: readonly number[];
  /** How often a batch that failed is tried again before its records are given up, by who reads the stream. */
  readonly retriesMax: { readonly relay: number; readonly projector: number };
  /** Whether a batch that fails whole is halved whatever it has: only what is poisoned is, where this is false. */
  readonly halves: boolean;
}

/** As a run has it that is shorter than three minutes. */
export const hurried: Pace = {
  sweepMs: 30_000,
  queue: {},
  patientQueues: {},
  deliveriesSweepMs: 20_000,
  payoutsSweepMs: 25_000,
  payoutEnvironments: 4,
  startRetriesMs: [],
  retriesMax: { relay: 5, projector: 5 },
  halves: false,
};
