import { expect, it } from "vitest";
import { inParallel } from "../../../../cli/demo/in-parallel.ts";

it("keeps so many under way and no more, and the results in order", async () => {
  let underWay = 0;
  let most = 0;
  const doubled = await inParallel([5, 1, 4, 2, 3], 2, async (number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < number; turn += 1) await Promise.resolve();
    underWay -= 1;
    return number * 2;
  });
  expect(doubled).toEqual([10, 2, 8, 4, 6]);
  expect(most).toBe(2);
});

it("does nothing with nothing", async () => {
  expect(await inParallel([], 8, () => Promise.reject(new Error("never")))).toEqual([]);
});

it("fails with the first failure", async () => {
  await expect(inParallel([1], 8, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});
