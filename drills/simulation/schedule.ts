import type { Invocation } from "./environments.ts";
import type { Pace } from "./pace.ts";
import type { Watchers } from "./watchers.ts";
import type { World } from "./world.ts";

/** The scheduler's minute, shortened: so long at most until what died is started again. */
const STARTS_MS = 15_000;
const RUN_MS = 150_000;
/** Where runs overlap, so much later the second one starts. */
const BESIDE_MS = 7_300;

/** Starts everything that runs all the time, one after the other or overlapping as the program has it, and sweeps. */
export function schedule(
  world: Pick<World, "kernel" | "weather" | "log" | "cells"> & { readonly pace: Pace },
  watchers: ReadonlyMap<string, Watchers>,
  overlap: boolean,
  running: { readonly stopped: boolean },
): void {
  const { kernel, weather, log, cells, pace } = world;
  const perpetual = (delayMs: number, mayRun: () => boolean, run: () => Promise<Invocation<void>>): void => {
    kernel.after(delayMs, () => {
      if (running.stopped) return;
      if (!mayRun()) {
        perpetual(STARTS_MS * kernel.random(), mayRun, run);
        return;
      }
      // What ends before its time is started again by the next tick of the scheduler.
      void run().then(({ end }) => perpetual(end === "done" ? 0 : STARTS_MS * kernel.random(), mayRun, run));
    });
  };
  const several = (delayMs: number, mayRun: () => boolean, run: () => Promise<Invocation<void>>): void => {
    perpetual(delayMs, mayRun, run);
    if (overlap) perpetual(delayMs + BESIDE_MS, mayRun, run);
  };
  for (const { name, region, functions } of cells) {
    const stands = (): boolean => !weather.isLost(region);
    const keeps = (): boolean => {
      const dead = weather.active("keeperDead", name) !== undefined;
      if (dead) log.observe("keeperDead");
      return stands() && !dead;
    };
    several(0, keeps, () => functions.keeper.invoke((keeper) => keeper.run(RUN_MS)));
    several(50, stands, () => functions.controller.invoke((create) => create().run(RUN_MS)));
    const sweep = (): void => {
      if (running.stopped) return;
      if (stands()) void functions.inbox.invoke((inbox) => inbox.sweep());
      kernel.after(pace.sweepMs, sweep);
    };
    kernel.after(pace.sweepMs * kernel.random(), sweep);
  }
  for (const [region, watching] of watchers) {
    several(
      100,
      () => !weather.isLost(region),
      () => watching.invoke((create) => create().run(RUN_MS)),
    );
  }
  if (overlap) log.observe("keepersOverlap");
}
