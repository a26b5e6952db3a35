import { describe, expect, it } from "vitest";
import { linearAxis, logAxis, timeAxis } from "../../../../functions/pages/scale.ts";

describe("axes name round numbers and hold every value", () => {
  it.each([
    [
      [0, 37],
      [0, 10, 20, 30, 40],
    ],
    [
      [-3, 5],
      [-4, -2, 0, 2, 4, 6],
    ],
    [
      [0.02, 0.11],
      [0, 0.05, 0.1, 0.15],
    ],
    [[], [0, 0.5, 1]],
    [
      [0, 0],
      [0, 0.5, 1],
    ],
  ])("linear %j", (values, ticks) => {
    const axis = linearAxis(values, 100, 0);
    const inside = values.every((value) => axis.scale(value) <= 100 && axis.scale(value) >= 0);
    expect([inside, axis.scale(ticks[0] ?? 0)]).toEqual([true, 100]);
    expect(axis.ticks.slice(0, ticks.length)).toEqual(ticks.slice(0, axis.ticks.length));
  });

  it("logarithmic: whole decades, and what is zero stands at the foot", () => {
    const axis = logAxis([0, 4, 2_500], 100, 0);
    expect(axis.ticks).toEqual([1, 10, 100, 1_000, 10_000]);
    expect([axis.scale(0), axis.scale(1), axis.scale(100), axis.scale(10_000)]).toEqual([100, 100, 50, 0]);
  });

  it("time: from zero in steps that people count in", () => {
    expect(timeAxis(180, 0, 1).ticks).toEqual([0, 30, 60, 90, 120, 150, 180]);
    expect(timeAxis(45, 0, 1).ticks).toEqual([0, 10, 20, 30, 40]);
  });
});
