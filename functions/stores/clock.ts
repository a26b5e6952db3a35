/** Time as a function sees it; handlers are given one, so that a simulation can give them another. */
export interface Clock {
  /** Wall time, milliseconds since the epoch. */
  now(): number;
  /** Monotonic time, milliseconds; only differences mean anything. */
  monotonic(): number;
  sleep(ms: number): Promise<void>;
  /** A signal that aborts after `ms`: what bounds an attempt of a call. */
  deadline(ms: number): AbortSignal;
}

/** Chance as a function sees it: a float in [0, 1). */
export type Random = () => number;

/** The clock of the machine. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    deadline: (ms) => AbortSignal.timeout(ms),
  };
}
