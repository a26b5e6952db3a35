import { afterEach, describe, expect, it } from "vitest";
import { guardRealTime, type RealTimeGuard } from "../../../../drills/simulation/real-time.ts";

describe("the guard against real time", () => {
  let guard: RealTimeGuard | undefined;
  afterEach(() => guard?.end());

  it("is content with a run that uses none", () => {
    guard = guardRealTime();
    expect(guard.end()).toEqual([]);
  });

  it("names what was called, and gives the timers back", () => {
    const { setTimeout: own } = globalThis;
    guard = guardRealTime();
    setTimeout(() => undefined, 1);
    setTimeout(() => undefined, 1);
    expect(guard.end()).toEqual(["setTimeout was called 2 times: a run has virtual time only."]);
    expect(globalThis.setTimeout).toBe(own);
  });
});
