import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWallClock } from "../../../../local/drivers/wall-clock.ts";

const dayMs = 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const kernel = createWallClock((fault) => {
  throw fault;
});

describe("the wall clock", () => {
  it.each([1, 24, 25, 400])("does what is due in %i days then, and neither sooner nor twice", async (days) => {
    let done = 0;
    kernel.after(days * dayMs, () => void (done += 1));
    await vi.advanceTimersByTimeAsync(days * dayMs - 1);
    expect(done).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toBe(1);
    await vi.advanceTimersByTimeAsync(days * dayMs);
    expect(done).toBe(1);
  });

  it.each([0, 30])("leaves out what is cancelled after %i days", async (days) => {
    let done = 0;
    const cancel = kernel.after(100 * dayMs, () => void (done += 1));
    await vi.advanceTimersByTimeAsync(days * dayMs);
    cancel();
    await vi.advanceTimersByTimeAsync(200 * dayMs);
    expect(done).toBe(0);
  });

  it("hands on what goes wrong", async () => {
    const faults: unknown[] = [];
    const fault = new Error("late");
    createWallClock((told) => void faults.push(told)).after(5, () => {
      throw fault;
    });
    await vi.advanceTimersByTimeAsync(5);
    expect(faults).toEqual([fault]);
  });
});
