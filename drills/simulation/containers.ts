import { seededRandom, type VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import type { Cancel } from "../../local/core/kernel.ts";

/** One environment of a function: its own clock, its own chance, and an end that may come at any moment. */
export interface Container {
  readonly id: string;
  readonly cell: string;
  readonly region: string;
  readonly clock: Clock;
  /** The chance that its code is given. */
  readonly random: Random;
  /**
   * The chance of what befalls one of its calls, told by the call's name and how often it was made: calls that begin at
   * the same moment draw apart, in whatever order they come.
   */
  readonly luckOf: (call: string) => Random;
  /** A person's machine: calls from it meet no fault of their own. */
  readonly steady: boolean;
  /** Whether it serves anybody; a person's machine always does something. */
  busy: boolean;
  /** Hands it something it waits for: at its thaw while it is frozen, never once it is dead. */
  deliver(run: () => void): void;
  /** Runs `run` in it after `ms` of virtual time, as its timers do. */
  after(ms: number, run: () => void): Cancel;
  /** Nothing of it goes on; `onDeath` listeners hear of it. */
  kill(): void;
  /** Nothing of it goes on for `ms`; its clocks go on meanwhile. */
  freeze(ms: number): void;
  onDeath(listener: () => void): void;
}

/** What a container is made with. */
export interface ContainerOptions {
  readonly id: string;
  readonly cell: string;
  readonly region: string;
  readonly kernel: VirtualKernel;
  /** How far its wall clock is ahead of true time, milliseconds. */
  readonly skewMs: number;
  readonly random: Random;
  readonly steady: boolean;
}

/** A moment after which an attempt is given up: all that the transport below needs to know of an `AbortSignal`. */
export class Deadline {
  /** Virtual milliseconds. */
  readonly at: number;
  readonly #now: () => number;

  constructor(at: number, now: () => number) {
    this.at = at;
    this.#now = now;
  }

  get aborted(): boolean {
    return this.#now() >= this.at;
  }

  /** The transport fires the deadline itself: nobody else has to be told. */
  addEventListener(): void {}

  /** As above. */
  removeEventListener(): void {}
}

const THAW_STEP_MS = 0.01;

/** A running container. */
export function createContainer(options: ContainerOptions): Container {
  const { id, cell, region, kernel, random, steady } = options;
  const skewMs = Math.round(options.skewMs);
  const base = Math.floor(random() * 2 ** 32);
  const calls = new Map<string, number>();
  const held: (() => void)[] = [];
  const mourners: (() => void)[] = [];
  // Machines started at different moments: nobody's monotonic clock means anything to another.
  const started = kernel.now() - Math.floor(random() * 1_000_000);
  let state: "running" | "frozen" | "dead" = "running";

  const deliver = (run: () => void): void => {
    if (state === "running") run();
    else if (state === "frozen") held.push(run);
  };
  const after = (ms: number, run: () => void): Cancel => kernel.after(ms, () => deliver(run));
  const clock: Clock = {
    now: () => Math.floor(kernel.now()) + skewMs,
    monotonic: () => kernel.now() - started,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    // The stores hand it on to the client and look at nothing of it.
    deadline: (ms) => new Deadline(kernel.now() + ms, kernel.now) as unknown as AbortSignal,
  };

  return {
    id,
    cell,
    region,
    clock,
    random,
    luckOf(call) {
      const times = (calls.get(call) ?? 0) + 1;
      calls.set(call, times);
      return seededRandom(hashOf(call, base + Math.imul(times, 0x9e3779b1)));
    },
    steady,
    busy: true,
    deliver,
    after,
    kill() {
      if (state === "dead") return;
      state = "dead";
      held.length = 0;
      for (const listener of mourners.splice(0)) listener();
    },
    freeze(ms) {
      if (state !== "running") return;
      state = "frozen";
      kernel.after(ms, () => {
        if (state !== "frozen") return;
        state = "running";
        // One after the other: what goes on first is not left to how deep each is in its own promises.
        held.splice(0).forEach((run, index) => kernel.after(index * THAW_STEP_MS, () => deliver(run)));
      });
    },
    onDeath: (listener) => mourners.push(listener),
  };
}

/** FNV-1a over a text, from a basis. */
function hashOf(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
