import { describe, expect, it } from "vitest";
import type { Invocation } from "../../../../drills/simulation/environments.ts";
import { createScheduledStarts } from "../../../../drills/simulation/scheduled-starts.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";

/** A function that fails until it is mended, started by a schedule whose retries come after one and two minutes. */
function world() {
  const kernel = createVirtualKernel(1, 0);
  const tries: number[] = [];
  const state = { broken: true };
  const starts = createScheduledStarts({ kernel, pace: { startRetriesMs: [60_000, 120_000] } }, async () => {
    tries.push(kernel.now());
    const threw: Invocation<unknown> = { end: "threw", fault: new Error("It is broken.") };
    return state.broken ? threw : { end: "done", value: undefined };
  });
  return { kernel, tries, state, starts };
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
});
