import { describe, expect, it } from "vitest";
import { plantedBugs } from "../../../../drills/simulation/planted/bugs.ts";
import { provePlanted } from "../../../../drills/simulation/planted/prove.ts";

/** How many planted bugs every build hunts, and how: `npm run simulate -- --planted` hunts all, from three places. */
const BUGS = 3;
const EFFORT = { first: 1, hunts: 1, seedsMax: 100 } as const;

describe("the checkers", () => {
  it(`catch ${BUGS} planted bugs, and nothing in the program without them`, { timeout: 600_000 }, async () => {
    const { proofs, unsound } = await provePlanted(plantedBugs.slice(0, BUGS), EFFORT);
    expect(proofs.filter(({ median }) => median === undefined).map(({ bug }) => bug.name)).toEqual([]);
    expect(proofs).toHaveLength(BUGS);
    expect(unsound).toBeUndefined();
  });
});
