import { describe, expect, it } from "vitest";
import type { Invocation } from "../../../../drills/simulation/environments.ts";
import { createScheduledStarts } from "../../../../drills/simulation/scheduled-starts.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";

/** A function that fails until it is mended, started by a schedule whose retries come after one and two minutes. */
function world(inputAt?: (at: number) => string) {
  const kernel = createVirtualKernel(1, 0);
  const tries: number[] = [];
  const state = { broken: true };
  const inputs: string[] = [];
  const pace = { startRetriesMs: [60_000, 120_000] };
  const invoke = async (input: string): Promise<Invocation<unknown>> => {
    tries.push(kernel.now());
    inputs.push(input);
    return state.broken ? { end: "threw", fault: new Error("It is broken.") } : { end: "done", value: undefined };
  };
  const starts = createScheduledStarts({ kernel, pace }, invoke, inputAt);
  return { kernel, tries, inputs, state, starts };
}

describe("a start by a schedule", () => {
  it("that fails is tried again, and given up after its third try", async () => {
    const { kernel, tries, starts } = world();
    kernel.after(0, starts.start);
    await kernel.elapse(170_000);
    expect(starts.backlog()).toEqual({ waiting: 1, since: 0, toldSince: 0, deadLetters: 0 });
    await kernel.elapse(1_000_000);
    expect(tries).toEqual([0, 60_000, 180_000]);
    expect(starts.backlog()).toMatchObject({ waiting: 1, since: 0, deadLetters: 1 });
  });

  it("is done as soon as a try succeeds", async () => {
    const { kernel, tries, state, starts } = world();
    kernel.after(0, starts.start);
    await kernel.elapse(30_000);
    state.broken = false;
    await kernel.elapse(1_000_000);
    expect(tries).toEqual([0, 60_000]);
    expect(starts.backlog()).toMatchObject({ waiting: 0, since: undefined, deadLetters: 0 });
  });

  it("is redriven with all others that were given up, by one start, and stays where that fails", async () => {
    const { kernel, tries, state, starts } = world();
    kernel.after(0, starts.start);
    kernel.after(0, starts.start);
    await kernel.elapse(200_000);
    await starts.redrive();
    expect(starts.backlog().deadLetters).toBe(2);
    state.broken = false;
    await starts.redrive();
    expect(starts.backlog()).toMatchObject({ waiting: 0, deadLetters: 0 });
    expect(tries).toHaveLength(8);
  });

  it("that has an input of its own is redriven with that", async () => {
    const { kernel, inputs, state, starts } = world(String);
    for (const at of [0, 1_000]) kernel.after(at, starts.start);
    await kernel.elapse(200_000);
    state.broken = false;
    await starts.redrive();
    expect(inputs.slice(-2)).toEqual(["0", "1000"]);
    expect(starts.backlog()).toMatchObject({ waiting: 0, deadLetters: 0 });
  });
});
