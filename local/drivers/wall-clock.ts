import type { Cancel, Kernel } from "../core/kernel.ts";

/** A timer of Node's that is asked for more ends at once: longer waits are put together from shorter ones. */
const timerMsMax = 2 ** 31 - 1;

/** The kernel of a running server: the machine's clock, the machine's chance, real timers. */
export function createWallClock(onFault: (fault: unknown) => void): Kernel {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after(delayMs, task): Cancel {
      let timer: NodeJS.Timeout;
      const wait = (leftMs: number): void => {
        if (leftMs > timerMsMax) timer = setTimeout(() => wait(leftMs - timerMsMax), timerMsMax);
        else timer = setTimeout(() => void Promise.resolve().then(task).catch(onFault), leftMs);
      };
      wait(delayMs);
      return () => clearTimeout(timer);
    },
  };
}
