import { describe, expect, it } from "vitest";
import { together } from "../../../../functions/stores/together.ts";

describe("what is done together", () => {
  it("comes as a list, in the order in which it was asked for", async () => {
    expect(await together([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
  });

  it("fails only when the rest is through, with the first of the list that failed", async () => {
    let through = false;
    const slow = new Promise<void>((done) => setTimeout(done, 20)).then(() => void (through = true));
    const fails = Promise.reject(new Error("one is lost"));
    await expect(together([slow, fails])).rejects.toThrow("one is lost");
    expect(through).toBe(true);
  });
});
