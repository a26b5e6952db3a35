import { describe, expect, it } from "vitest";
import { floorText, floorUsd, waysDown } from "../../../../cli/cost/floor.ts";
import type { Part } from "../../../../cli/cost/parts.ts";
import { prices } from "../../../../infra/plan/prices.ts";

function part(name: string, quantity: number): Part {
  return { part: name, quantity, price: prices.writeUnit, usd: 0, basis: "counted" };
}

const used = [part("API Gateway", 1_000_000), part("Views: writes", 6_000_000), part("Ledger: writes", 6_000_000)];

describe("the least that payments cost", () => {
  it("is what the design fixes, each at its price", () => {
    // 3.5 + 1 + 0.1 + 0.03 + 2 × 0.6 + 9 × 0.625 + 6 × 0.1 + 6 × 0.014 + 28.61 × 0.029 + 6 × 0.625 + 0.2
    expect(floorUsd()).toBeCloseTo(16.089 + 0.829_7, 3);
    expect(floorText(used)[0]).toBe("Within a cell, the least as the platform is built: 16.92");
  });

  it("goes lower only where something is given up, at prices that are told too", () => {
    const saved = waysDown(used).map(({ saves }) => Number(saves.toFixed(2)));
    // A provisioned unit that is used to a half costs 0.361 a million.
    expect(saved).toEqual([3.1, 1.58, 1.58]);
  });
});
