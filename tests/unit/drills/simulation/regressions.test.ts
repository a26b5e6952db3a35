import { describe, expect, it } from "vitest";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";

/** Seeds that broke an invariant once, and what had happened in them. */
const SEEDS = [
  [151, 3, "a queued capture of the rest was taken in before a capture that its stand-in had made"],
  [20054, 2, "a key was misused in two cells, and a capture of the authorization that was reversed asked for again"],
  [2, 2, "a queued refund was taken in before the capture that it was about, and declined"],
  [11, 3, "a home that was handed on came back before it had what its first stand-in had spent"],
  [2250, 2, "a refund that the home had declined was queued under the same key, and never taken in"],
] as const;

describe("what went wrong once stays right", () => {
  it.each(SEEDS)("seed %i, %i cells: %s", { timeout: 60_000 }, async (seed, cells) => {
    const { breaches } = await runScenario(drawScenario(seed, cells, "direct"));
    expect(breaches.map(({ checker, fault }) => `${checker}: ${fault}`)).toEqual([]);
  });
});
