/** How replication from one region to another differs from what the knobs say of all. */
export interface ReplicationPairs {
  /** Nothing arrives any more; what was on its way waits, as what follows does. */
  pause(from: string, to: string): void;
  /** What waited arrives now, in the order in which it would have. */
  resume(from: string, to: string): void;
  isPaused(from: string, to: string): boolean;
  /** The least lag of this pair, milliseconds; undefined gives it back to the knob of all. */
  slow(from: string, to: string, lagMs: number | undefined): void;
  lagMs(from: string, to: string): number | undefined;
  /** Keeps an arrival until the pair goes on; false where it is not paused. */
  hold(from: string, to: string, arrive: () => void): boolean;
}

interface Pair {
  paused: boolean;
  lagMs: number | undefined;
  readonly waiting: (() => void)[];
}

/** What befell an item version on its way. */
export type ReplicationEffect = "held" | "slowed";

/** All pairs as the knobs say; `observe` hears of every item version that comes later for it. */
export function createReplicationPairs(
  observe: (effect: ReplicationEffect, from: string, to: string) => void = () => undefined,
): ReplicationPairs {
  const pairs = new Map<string, Pair>();

  const pairOf = (from: string, to: string): Pair => {
    const key = `${from}>${to}`;
    const known = pairs.get(key) ?? { paused: false, lagMs: undefined, waiting: [] };
    pairs.set(key, known);
    return known;
  };

  return {
    pause(from, to) {
      pairOf(from, to).paused = true;
    },
    resume(from, to) {
      const pair = pairOf(from, to);
      pair.paused = false;
      for (const arrive of pair.waiting.splice(0)) arrive();
    },
    isPaused: (from, to) => pairs.get(`${from}>${to}`)?.paused ?? false,
    slow(from, to, lagMs) {
      pairOf(from, to).lagMs = lagMs;
    },
    lagMs(from, to) {
      const lagMs = pairs.get(`${from}>${to}`)?.lagMs;
      if (lagMs !== undefined) observe("slowed", from, to);
      return lagMs;
    },
    hold(from, to, arrive) {
      const pair = pairs.get(`${from}>${to}`);
      if (pair?.paused !== true) return false;
      pair.waiting.push(arrive);
      observe("held", from, to);
      return true;
    },
  };
}
