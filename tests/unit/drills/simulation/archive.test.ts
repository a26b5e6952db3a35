import { describe, expect, it } from "vitest";
import { drawArchive, type ArchivePlan } from "../../../../drills/simulation/archive-plan.ts";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { cellsOf, drawScenario } from "../../../../drills/simulation/scenario.ts";
import type { Seam } from "../../../../drills/simulation/seams.ts";
import { storyOf } from "../../../../drills/simulation/story.ts";
import type { World } from "../../../../drills/simulation/world.ts";

const SEED = 8;
const plan: ArchivePlan = {
  delivery: { duplicated: 0.05, late: 0.05 },
  bufferMs: 3_000,
  everyMs: 9_000,
  twice: 0.4,
  dying: 0.2,
  episodes: [
    { does: "undelivered", cell: "eu", at: 4_000, until: 20_000 },
    { does: "unsealed", cell: "us", at: 8_000, until: 25_000 },
    { does: "failing", cell: "eu", at: 22_000, until: 32_000 },
  ],
};
const scenarioOver = (seam: Seam) => ({ ...drawScenario(SEED, cellsOf(SEED), seam), archive: plan });
const plans = Array.from({ length: 400 }, (_, seed) => drawArchive(seed, ["eu", "us", "ap"], 40_000));

describe("archives in the simulation", () => {
  it("are in about a seventh of all seeds, and everything befalls some of them", () => {
    const some = plans.flatMap((drawn) => drawn ?? []);
    expect(some.length).toBeGreaterThan(40);
    expect(some.length).toBeLessThan(90);
    const befalls = new Set(some.flatMap(({ episodes }) => episodes.map(({ does }) => does)));
    expect([...befalls].toSorted()).toEqual(["failing", "undelivered", "unsealed"]);
    expect(some.some(({ twice, dying }) => twice > 0 && dying > 0)).toBe(true);
  });

  it(
    "do the same every time, through either seam: sealed often, countersigned, and whole in the end",
    { timeout: 120_000 },
    async () => {
      const worlds: World[] = [];
      const direct = await runScenario(scenarioOver("direct"), { inspect: (world) => void worlds.push(world) });
      const sdk = await runScenario(scenarioOver("sdk"));
      expect(direct.breaches).toEqual([]);
      expect(sdk.hash).toBe(direct.hash);
      expect(direct.faults["serverError"]).toBeGreaterThan(0);
      const seen = worlds[0]?.archiving?.run().archives ?? [];
      expect(seen.map(({ cell }) => cell)).toEqual(["eu", "us"]);
      for (const { manifests, objects, streamed } of seen) {
        expect(manifests.length).toBeGreaterThan(3);
        expect(objects.length).toBeGreaterThan(5);
        expect(streamed.length).toBeGreaterThan(100);
      }
    },
  );

  it("are told of in a story, and leave a run without them as it was", { timeout: 60_000 }, async () => {
    const scenario = scenarioOver("direct");
    const told = storyOf(scenario).filter((line) => /archive|Firehose/.test(line));
    expect(told).toHaveLength(1 + 2 * plan.episodes.length);
    const without = { ...scenario, archive: undefined };
    expect(storyOf(without).some((line) => /archive|Firehose/.test(line))).toBe(false);
    let archiving: World["archiving"];
    await runScenario(without, { inspect: (world) => void (archiving = world.archiving) });
    expect(archiving).toBeUndefined();
  });
});
