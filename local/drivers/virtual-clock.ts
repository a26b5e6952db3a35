import type { Kernel } from "../core/kernel.ts";
import { createTaskHeap, type Task } from "./task-heap.ts";

/** A kernel whose time moves only when a test says so, and whose chance comes from a seed. */
export interface VirtualKernel extends Kernel {
  /** Runs everything that is due within the next `ms`, in order, and moves the clock there. */
  advance(ms: number): Promise<void>;
  /**
   * The same for thousands of runs: no task is waited for, but after each one everything that can go on at once does.
   * What is in need of real time (a timer, the thread pool, a socket) never gets it in between.
   */
  elapse(ms: number): Promise<void>;
  /** Runs until nothing is left to do; the clock ends at the last task. */
  settle(): Promise<void>;
  /** How many tasks wait. */
  pending(): number;
  /** What tasks threw. */
  readonly faults: readonly unknown[];
}

const tasksMax = 1_000_000;

/** A virtual kernel that starts at a fixed moment, or at `start` (milliseconds since the epoch). */
export function createVirtualKernel(seed = 1, start = Date.UTC(2026, 0, 1)): VirtualKernel {
  const faults: unknown[] = [];
  const tasks = createTaskHeap();
  const random = seededRandom(seed);
  let clock = start;

  const due = (limit: number): Task | undefined => {
    const next = tasks.peek();
    if (next === undefined || next.at > limit) return undefined;
    tasks.pop();
    clock = Math.max(clock, next.at);
    return next;
  };
  const runNext = async (limit: number): Promise<boolean> => {
    const next = due(limit);
    if (next === undefined) return false;
    try {
      await next.run();
    } catch (fault) {
      faults.push(fault);
    }
    return true;
  };
  const runAtOnce = ({ run }: Task): void => {
    try {
      const result = run();
      if (result instanceof Promise) result.catch((fault: unknown) => faults.push(fault));
    } catch (fault) {
      faults.push(fault);
    }
  };

  return {
    faults,
    now: () => clock,
    random,
    after: (delayMs, run) => tasks.push(clock + Math.max(0, delayMs), run),
    async advance(ms) {
      const limit = clock + ms;
      while (await runNext(limit));
      clock = limit;
    },
    async elapse(ms) {
      const limit = clock + ms;
      await runAll(() => due(limit), runAtOnce);
      clock = limit;
    },
    async settle() {
      for (let count = 0; await runNext(Number.POSITIVE_INFINITY); count += 1) {
        if (count > tasksMax) throw new Error("the virtual kernel never comes to rest");
      }
    },
    pending: () => tasks.size(),
  };
}

/** A seeded float in [0, 1) (mulberry32): small, and good enough to shuffle what happens. */
export function seededRandom(seed: number): () => number {
  let chance = seed >>> 0;
  return () => {
    chance = (chance + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(chance ^ (chance >>> 15), chance | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs tasks until there is none, and after each one all microtasks, in one macrotask where Node has the means. */
function runAll(next: () => Task | undefined, run: (task: Task) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      try {
        for (let task = next(); task !== undefined; task = next()) {
          run(task);
          if (!runMicrotasks()) {
            realSetImmediate(goOn);
            return;
          }
        }
        resolve();
      } catch (fault) {
        reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    };
    // From a macrotask, since microtasks are never run from within one of their own.
    realSetImmediate(goOn);
  });
}

// Taken once, before a simulation makes real timers a fault of the code that uses them.
const { setImmediate: realSetImmediate } = globalThis;

/**
 * Runs all microtasks now, as Node itself does between two callbacks; false on a Node without the means, where a
 * macrotask does the same some thirty times as slowly.
 */
function runMicrotasks(): boolean {
  // Node has it since its first days, but its types do not say so.
  const { _tickCallback: tick } = process as unknown as { readonly _tickCallback?: () => void };
  if (tick === undefined) return false;
  tick();
  return true;
}
