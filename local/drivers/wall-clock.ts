import type { Cancel, Kernel } from "../core/kernel.ts";

/** The kernel of a running server: the machine's clock, the machine's chance, real timers. */
export function createWallClock(onFault: (fault: unknown) => void): Kernel {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after(delayMs, task): Cancel {
      const timer = setTimeout(() => {
        Promise.resolve().then(task).catch(onFault);
      }, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
