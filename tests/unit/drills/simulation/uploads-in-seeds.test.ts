import { describe, expect, it } from "vitest";
import type { UploadRun } from "../../../../drills/checkers/uploads/upload-run.ts";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { cellsOf, drawScenario } from "../../../../drills/simulation/scenario.ts";
import type { Seam } from "../../../../drills/simulation/seams.ts";
import { storyOf } from "../../../../drills/simulation/story.ts";
import { drawUploads, type UploadsPlan } from "../../../../drills/simulation/uploads-plan.ts";

const SEED = 24;
const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ payee: index, amount: 1 + index }));
const plan: UploadsPlan = {
  queues: { batch: 1, concurrent: 2 },
  files: [
    { at: 2_000, home: "eu", lines: lines(4), brought: "once", asks: undefined },
    { at: 5_000, home: "us", lines: lines(7), brought: "twice", asks: "eu" },
    { at: 8_000, home: "eu", lines: lines(3), brought: "again", asks: undefined },
    { at: 12_000, home: "us", lines: lines(102), brought: "twoUploads", asks: undefined },
    { at: 15_000, home: "eu", lines: lines(2), brought: "never", asks: undefined },
  ],
  episodes: [
    { does: "broken", cell: "eu", at: 4_000, until: 11_000 },
    { does: "dies", cell: "us", at: 12_500, until: 12_500 },
  ],
};
const scenarioOver = (seam: Seam) => ({ ...drawScenario(SEED, cellsOf(SEED), seam), uploads: plan });
const plans = Array.from({ length: 400 }, (_, seed) => drawUploads(seed, ["eu", "us", "ap"], 40_000));

describe("uploaded payment files in the simulation", () => {
  it("are in about an eighth of all seeds, brought in every way, and everything befalls some of them", () => {
    const some = plans.flatMap((drawn) => drawn ?? []);
    expect(some.length).toBeGreaterThan(30);
    expect(some.length).toBeLessThan(75);
    const files = some.flatMap((drawn) => drawn.files);
    expect(new Set(files.map(({ brought }) => brought)).size).toBe(5);
    expect(files.some((file) => file.lines.length > 100)).toBe(true);
    expect(new Set(some.flatMap(({ episodes }) => episodes.map(({ does }) => does)))).toEqual(
      new Set(["broken", "dies"]),
    );
  });

  it("are paid the same every time, through either seam, and to the end", { timeout: 120_000 }, async () => {
    const runs: UploadRun[] = [];
    const inspect = {
      inspect: (world: { uploading?: { run(): UploadRun } | undefined }) => void runs.push(...seen(world)),
    };
    const direct = await runScenario(scenarioOver("direct"), inspect);
    const sdk = await runScenario(scenarioOver("sdk"));
    expect(direct.breaches).toEqual([]);
    expect(sdk.hash).toBe(direct.hash);
    const files = runs.flatMap((run) => run.files);
    expect(files.map(({ uploads }) => uploads.length)).toEqual([1, 1, 2, 2, 1]);
    const states = files.map(({ uploads }) => uploads.map(({ state }) => state));
    expect(states.slice(0, 4).flat()).toEqual(Array.from({ length: 6 }, () => "completed"));
    expect(states[4]).toEqual(["awaiting_upload"]);
  });

  it("are told of in a story", () => {
    const told = storyOf(scenarioOver("direct")).filter((line) => /file/.test(line) && !/pays by file/.test(line));
    expect(told).toHaveLength(plan.files.length + 3);
    expect(told.join("\n")).toContain("a tenant uploads a file of 102 lines in us, by two uploads at once");
  });
});

function seen({ uploading }: { readonly uploading?: { run(): UploadRun } | undefined }): readonly UploadRun[] {
  return uploading === undefined ? [] : [uploading.run()];
}
