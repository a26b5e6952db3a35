import type { QueueSettings } from "./queue.ts";

/** How events come to functions where a run may have it faster than the program does; milliseconds. */
export interface Pace {
  /** Between two sweeps of an inbox. */
  readonly sweepMs: number;
  /** What the queue of an inbox has otherwise than those of short runs. */
  readonly queue: QueueSettings;
  /** How often a batch that failed is tried again before its records are given up, by who reads the stream. */
  readonly retriesMax: { readonly relay: number; readonly projector: number };
  /** Whether a batch that fails whole is halved whatever it has: only what is poisoned is, where this is false. */
  readonly halves: boolean;
}

/** As a run has it that is shorter than three minutes. */
export const hurried: Pace = {
  sweepMs: 30_000,
  queue: {},
  retriesMax: { relay: 5, projector: 5 },
  halves: false,
};
