import { describe, expect, it } from "vitest";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { cellsOf, drawScenario, familyOf } from "../../../../drills/simulation/scenario.ts";

/** How many seeds every build runs, of those that `npm run simulate` runs: the first ones. */
const SEEDS = 60;

const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);

/** Every fault of the catalogue, whole cells, production code; two and three cells by turns, takeovers in half. */
describe("whatever goes wrong, cells keep every invariant", () => {
  it.each(seeds.map((seed) => [seed, cellsOf(seed), familyOf(seed)] as const))(
    "seed %i: %i cells, %s",
    { timeout: 60_000 },
    async (seed, cells) => {
      const { breaches } = await runScenario(drawScenario(seed, cells, "direct"));
      expect(breaches.map(({ checker, fault }) => `${checker}: ${fault}`)).toEqual([]);
    },
  );
});
