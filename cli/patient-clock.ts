import type { Clock } from "../functions/stores/clock.ts";

/** What an operator's call may take, milliseconds: over an ocean, or of a machine that has much else to do. */
const PATIENCE_MS = 10_000;

/** A clock whose attempts last longer than those of functions, which have a lease and somebody waiting. */
export function patientClock(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (ms) => clock.sleep(ms),
    deadline: (ms) => clock.deadline(Math.max(ms, PATIENCE_MS)),
  };
}
