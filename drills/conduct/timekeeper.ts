import type { Clock } from "../../functions/stores/clock.ts";
import type { Moment } from "../../functions/pages/plot.ts";

/** The clock of a drill, and the moments that count. */
export interface Timekeeper {
  /** Seconds since the drill began. */
  elapsed(): number;
  /** The second of the drill that a time of the target's clock (milliseconds) is. */
  secondOf(at: number): number;
  /** The other way round. */
  momentOf(second: number): number;
  /** Marks a moment, and gives its second. */
  mark(name: string): number;
  /** Waits until something holds and marks that; undefined where it does not within so many seconds. */
  waitFor(
    holds: () => Promise<boolean>,
    withinSeconds: number,
    name: string,
    everyMs?: number,
  ): Promise<number | undefined>;
  readonly moments: readonly Moment[];
}

/** How often is looked at what is waited for. Milliseconds. */
const LOOK_MS = 250;

/** Begins a drill now; `tell` hears of every moment as it is marked. */
export function createTimekeeper(clock: Clock, tell: (moment: Moment) => void): Timekeeper {
  const moments: Moment[] = [];
  const [began, beganAt] = [clock.monotonic(), clock.now()];
  const elapsed = () => (clock.monotonic() - began) / 1_000;

  function mark(name: string): number {
    const moment = { name, at: elapsed() };
    moments.push(moment);
    tell(moment);
    return moment.at;
  }

  return {
    moments,
    elapsed,
    secondOf: (at) => (at - beganAt) / 1_000,
    momentOf: (second) => beganAt + second * 1_000,
    mark,
    async waitFor(holds, withinSeconds, name, everyMs = LOOK_MS) {
      const until = elapsed() + withinSeconds;
      while (elapsed() <= until) {
        if (await holds()) return mark(name);
        await clock.sleep(everyMs);
      }
      return undefined;
    },
  };
}
