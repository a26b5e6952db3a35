import type { Kernel } from "../../../local/core/kernel.ts";

/** A kernel whose time moves only when a test says so, and whose chance comes from a seed. */
export interface VirtualKernel extends Kernel {
  /** Runs everything that is due within the next `ms`, in order, and moves the clock there. */
  advance(ms: number): Promise<void>;
  /** Runs until nothing is left to do; the clock ends at the last task. */
  settle(): Promise<void>;
  /** How many tasks wait. */
  pending(): number;
  /** What tasks threw. */
  readonly faults: readonly unknown[];
}

interface Task {
  readonly at: number;
  readonly run: () => void | Promise<void>;
}

const tasksMax = 1_000_000;

/** A virtual kernel that starts at a fixed moment, or at `start` (milliseconds since the epoch). */
export function createVirtualKernel(seed = 1, start = Date.UTC(2026, 0, 1)): VirtualKernel {
  const faults: unknown[] = [];
  const tasks: Task[] = [];
  let clock = start;
  let chance = seed >>> 0;

  const runNext = async (limit: number): Promise<boolean> => {
    const [next] = tasks;
    if (next === undefined || next.at > limit) return false;
    tasks.shift();
    clock = Math.max(clock, next.at);
    try {
      await next.run();
    } catch (fault) {
      faults.push(fault);
    }
    return true;
  };

  return {
    faults,
    now: () => clock,
    random() {
      // mulberry32: small, seeded, good enough to shuffle tests.
      chance = (chance + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(chance ^ (chance >>> 15), chance | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    after(delayMs, run) {
      const task: Task = { at: clock + Math.max(0, delayMs), run };
      tasks.splice(placeOf(task, tasks), 0, task);
      return () => {
        const at = tasks.indexOf(task);
        if (at >= 0) tasks.splice(at, 1);
      };
    },
    async advance(ms) {
      const limit = clock + ms;
      while (await runNext(limit));
      clock = limit;
    },
    async settle() {
      for (let count = 0; await runNext(Number.POSITIVE_INFINITY); count += 1) {
        if (count > tasksMax) throw new Error("the virtual kernel never comes to rest");
      }
    },
    pending: () => tasks.length,
  };
}

/** Where a task belongs: behind all that are due no later. */
function placeOf({ at }: Task, tasks: readonly Task[]): number {
  let low = 0;
  let high = tasks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const task = tasks[middle];
    if (task !== undefined && task.at > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
