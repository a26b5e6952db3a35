import { describe, expect, it } from "vitest";
import { interleave, median, ratiosOf, spreadOf } from "../../../bench/rounds.ts";

describe("median", () => {
  it.each([
    { of: [3], is: 3 },
    { of: [9, 1, 5], is: 5 },
    { of: [4, 1, 3, 2], is: 2.5 },
    { of: [10, 9, 100, 1, 2], is: 9 },
  ])("of $of is $is", ({ of, is }) => {
    expect(median(of)).toBe(is);
  });

  it("leaves its samples as they were", () => {
    const samples = [3, 1, 2];
    median(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  it("of nothing is refused", () => {
    expect(() => median([])).toThrow("There is no median of nothing.");
  });
});

describe("spread", () => {
  it("is the median, the extremes and how many there were", () => {
    expect(spreadOf([5, 1, 3])).toEqual({ value: 3, min: 1, max: 5, rounds: 3 });
  });

  it("of ratios compares within each round, not the medians of all", () => {
    const pairs = [
      { a: 20, b: 10 },
      { a: 300, b: 100 },
      { a: 4, b: 4 },
    ];
    expect(ratiosOf(pairs)).toEqual({ value: 2, min: 1, max: 3, rounds: 3 });
  });
});

describe("interleaved rounds", () => {
  it("take turns and leave the warm-up out", async () => {
    const order: string[] = [];
    let time = 0;
    const measured = (name: string) => async () => {
      order.push(name);
      time += 1;
      return time;
    };
    const pairs = await interleave({ rounds: 2, warmUps: 1 }, measured("a"), measured("b"));
    expect(order.join("")).toBe("ababab");
    expect(pairs).toEqual([
      { a: 3, b: 4 },
      { a: 5, b: 6 },
    ]);
  });
});
