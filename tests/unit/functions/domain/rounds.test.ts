import { assert, integer, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { inRound } from "../../../../functions/domain/rounds.ts";

const found = (length: number) => Array.from({ length }, (_, index) => index);

describe("the order of a round", () => {
  it.each([0, 1, 200])("is that in which %i things were found: as many are got through", (length) => {
    for (const round of [0, 1, 7, 29_000_000]) expect(inRound(found(length), round)).toEqual(found(length));
  });

  it("has everything once, going on from the first after the last", () => {
    const length = integer({ min: 201, max: 3_000 });
    assert(
      property(length, nat(40_000_000), (all, round) => {
        const order = inRound(found(all), round);
        const [first = 0] = order;
        expect(order).toEqual(found(all).map((index) => (index + first) % all));
      }),
    );
  });

  it("lets rounds that get through a part only reach everything in twice as many as have room for it", () => {
    const some = integer({ min: 20, max: 2_000 });
    assert(
      property(integer({ min: 201, max: 5_000 }), some, nat(40_000_000), (all, part, first) => {
        const reached = new Set<number>();
        const rounds = 2 * Math.ceil(all / part) + 1;
        for (let round = first; round < first + rounds; round += 1) {
          for (const index of inRound(found(all), round).slice(0, part)) reached.add(index);
        }
        expect(reached.size).toBe(all);
      }),
      { numRuns: 60 },
    );
  });
});
