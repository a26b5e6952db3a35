import { describe, expect, it } from "vitest";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";

const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

/** A few of the many that `npm run simulate` runs: every fault of the catalogue, whole cells, production code. */
describe.each([
  [2, seedsFrom(1, 16)],
  [3, seedsFrom(101, 8)],
] as const)("whatever goes wrong, %i cells keep every invariant", (cells, seeds) => {
  it.each(seeds)("seed %i", { timeout: 60_000 }, async (seed) => {
    const { breaches } = await runScenario(drawScenario(seed, cells, "direct"));
    expect(breaches.map(({ checker, fault }) => `${checker}: ${fault}`)).toEqual([]);
  });
});
