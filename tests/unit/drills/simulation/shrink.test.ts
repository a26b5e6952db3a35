import { describe, expect, it } from "vitest";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";
import { shrinkWith } from "../../../../drills/simulation/shrink.ts";

describe("shrinking", () => {
  it("leaves what a failure needs, and little else", async () => {
    const scenario = drawScenario(16, 2, "direct");
    const culprit = scenario.workload.steps.find((step) => step.does === "pay" && step.at > 20_000);
    const sound = { seed: 16, hash: "", breaches: [], harms: harms(), faults: {}, calls: 0, virtualMs: 0 };
    const breached = { ...sound, breaches: [{ checker: "it", fault: "it is so" }] };
    const shrunk = await shrinkWith(scenario, breached, 400, async (candidate) =>
      candidate.workload.steps.some((step) => step === culprit) ? breached : sound,
    );
    expect(shrunk.scenario.workload.steps).toEqual([culprit]);
    expect(shrunk.scenario.orders).toEqual([]);
    expect(shrunk.scenario.faults.episodes).toEqual([]);
    expect(shrunk.runs).toBeLessThan(100);
  });

  it("runs what is left over as any other scenario", async () => {
    const scenario = drawScenario(16, 2, "direct");
    const bare = { ...scenario, orders: [], workload: { ...scenario.workload, steps: [] } };
    expect((await runScenario(bare)).breaches).toEqual([]);
  });
});

function harms() {
  return { lost: 0, doubleCharged: 0, imbalanced: 0, twoWriters: 0, overdrawnBeyondTail: 0, diverged: 0, other: 0 };
}
