import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { buildSimulation } from "../../../../drills/simulation/planted/build.ts";
import { plantedBugs } from "../../../../drills/simulation/planted/bugs.ts";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";
import { shrinkWith } from "../../../../drills/simulation/shrink.ts";
import { storyOf } from "../../../../drills/simulation/story.ts";

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

describe("a planted bug", () => {
  it("is told in a few lines: who does what, and what breaks", { timeout: 300_000 }, async () => {
    const bug = plantedBugs.find(({ name }) => name === "tenant-not-judged");
    const program: unknown = await import(pathToFileURL(await buildSimulation(bug, "runs")).href);
    // The bundle of run-seed.ts, with another line in it.
    const run = (program as { readonly runScenario: typeof runScenario }).runScenario;
    const scenario = drawScenario(1, 3, "direct");
    const found = await run(scenario);
    const { result, scenario: least } = await shrinkWith(scenario, found, 120, run);
    expect(new Set(result.breaches.map(({ checker }) => checker))).toEqual(new Set(["tenants-apart"]));
    expect(least.workload.steps).toMatchObject([{ does: "pay", foreign: true }]);
    const story = storyOf(least);
    expect(story.join(" ")).toContain("by another tenant");
    expect(story.length).toBeLessThan(6);
    expect((await runScenario(least)).breaches).toEqual([]);
  });
});

function harms() {
  return { lost: 0, doubleCharged: 0, imbalanced: 0, twoWriters: 0, overdrawnBeyondTail: 0, diverged: 0, other: 0 };
}
