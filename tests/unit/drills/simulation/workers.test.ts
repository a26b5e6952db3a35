import { afterEach, describe, expect, it } from "vitest";
import { runScenario, type RunResult } from "../../../../drills/simulation/run-seed.ts";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";
import { startWorkers, type Workers } from "../../../../drills/simulation/workers.ts";

const order = (seed: number) => ({ seed, cells: 2, seam: "direct" }) as const;

describe("workers", () => {
  let workers: Workers;
  afterEach(() => workers.end());

  it("run each seed once, as it runs anywhere", { timeout: 120_000 }, async () => {
    workers = await startWorkers(2);
    const runs: RunResult[] = [];
    await workers.run([5, 8, 12].map(order), (run) => runs.push(run));
    expect(runs.map(({ seed }) => seed).sort((one, other) => one - other)).toEqual([5, 8, 12]);
    const here = await runScenario(drawScenario(8, 2, "direct"));
    expect(runs.find(({ seed }) => seed === 8)).toEqual(here);
    expect(workers.cpuMs()).toBeGreaterThan(0);
  });

  it("are given no more once it is enough", { timeout: 60_000 }, async () => {
    workers = await startWorkers(1);
    const enough = new AbortController();
    const runs: RunResult[] = [];
    const took = (run: RunResult): void => {
      runs.push(run);
      enough.abort();
    };
    await workers.run([8, 12].map(order), took, enough.signal);
    expect(runs).toHaveLength(1);
  });

  it("are not waited for once it is enough", { timeout: 60_000 }, async () => {
    workers = await startWorkers(1);
    await workers.run([order(8)], () => expect.unreachable(), AbortSignal.timeout(10));
  });

  it("tell why a run failed", { timeout: 60_000 }, async () => {
    workers = await startWorkers(1);
    // No scenario has this many cells: whoever draws it fails.
    const impossible = { seed: 3, cells: Number.NaN as 2, seam: "direct" } as const;
    await expect(workers.run([impossible], () => undefined)).rejects.toThrow("Seed 3:");
  });
});
