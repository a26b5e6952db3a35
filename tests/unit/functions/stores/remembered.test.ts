import { describe, expect, it } from "vitest";
import { remembered } from "../../../../functions/stores/remembered.ts";

function world(answers: readonly (() => Promise<number>)[]) {
  const left = [...answers];
  const reads: string[] = [];
  let now = 0;
  const read = (key: string): Promise<number> => {
    reads.push(key);
    return left.shift()?.() ?? Promise.reject(new Error("nothing more is read"));
  };
  const memory = remembered(read, { freshMs: 1_000, most: 2 }, { monotonic: () => now });
  return { memory, reads, pass: (ms: number) => void (now += ms) };
}

const gives = (value: number) => async () => value;
const fails = () => Promise.reject(new Error("silent"));

describe("what was read a moment ago", () => {
  it("is read once for all who ask at the same time, and again when it is old", async () => {
    const { memory, reads, pass } = world([gives(1), gives(2)]);
    expect(await Promise.all([memory.get("a"), memory.get("a")])).toEqual([1, 1]);
    pass(1_000);
    expect(await memory.get("a")).toBe(1);
    pass(1);
    expect(await memory.get("a")).toBe(2);
    expect(reads).toEqual(["a", "a"]);
  });

  it("is what somebody has noted since", async () => {
    const { memory, reads } = world([gives(1)]);
    await memory.get("a");
    memory.set("a", 7);
    expect(await memory.get("a")).toBe(7);
    expect(reads).toEqual(["a"]);
  });

  it("is read again by whoever asks after a failure", async () => {
    const { memory } = world([fails, gives(2)]);
    await expect(memory.get("a")).rejects.toThrow("silent");
    expect(await memory.get("a")).toBe(2);
  });

  it("stays where a read fails that began before it was noted", async () => {
    const { memory } = world([fails]);
    const failing = memory.get("a");
    memory.set("a", 7);
    await expect(failing).rejects.toThrow("silent");
    expect(await memory.get("a")).toBe(7);
  });

  it("is no more than so much", async () => {
    const { memory, reads } = world([gives(1), gives(2), gives(3), gives(4)]);
    for (const key of ["a", "b", "c", "a"]) await memory.get(key);
    expect(reads).toEqual(["a", "b", "c", "a"]);
  });
});
