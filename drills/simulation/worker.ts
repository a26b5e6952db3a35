import { runScenario, type RunResult } from "./run-seed.ts";
import { drawScenario, type Scenario } from "./scenario.ts";

/** Which run a worker is asked for. */
export type RunOrder = Pick<Scenario, "seed" | "cells" | "seam">;

/** What a worker answers: the run, or how it failed; and the CPU time of its process so far, milliseconds. */
export type RunReport = { readonly cpuMs: number } & (
  | { readonly run: RunResult }
  | { readonly failure: string; readonly run?: undefined }
);

// A Ctrl-C and what `timeout` sends reach every process; the one that prints totals ends the others.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
// Nobody is left to report to.
process.on("disconnect", () => process.exit());
process.on("message", (order: RunOrder) => {
  void report(order).then((answer) => process.send?.(answer));
});

async function report({ seed, cells, seam }: RunOrder): Promise<RunReport> {
  try {
    const run = await runScenario(drawScenario(seed, cells, seam));
    return { run, cpuMs: cpuMs() };
  } catch (fault) {
    return { failure: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault), cpuMs: cpuMs() };
  }
}

/** Of all threads of this process, its collector's and compiler's too. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
