import { describe, expect, it } from "vitest";
import { busyError, callFaultNames, drawCallFault, noCallFaults } from "../../../../local/faults/call-faults.ts";
import { createFaultLog, faultNames, FAULTS } from "../../../../local/faults/catalogue.ts";
import { createItemLimit } from "../../../../local/faults/item-limit.ts";
import { drawFaults } from "../../../../local/faults/plan.ts";
import { createReplicationPairs } from "../../../../local/faults/replication-pairs.ts";
import { seededRandom } from "../../../../local/drivers/virtual-clock.ts";

describe("faults of single calls", () => {
  it("are drawn as often as their rates say, at most one for a call", () => {
    const random = seededRandom(3);
    const rates = { ...noCallFaults, lostReply: 0.3, slow: 0.1 };
    const drawn = Array.from({ length: 10_000 }, () => drawCallFault(rates, random) ?? "none");
    const share = (name: string) => drawn.filter((fault) => fault === name).length / drawn.length;
    expect(share("lostReply")).toBeCloseTo(0.3, 1);
    expect(share("slow")).toBeCloseTo(0.1, 1);
    expect(share("none")).toBeCloseTo(0.6, 1);
  });

  it("are told as DynamoDB tells them", () => {
    const error = busyError("conflict", "TransactWriteItems", { TransactItems: [{}, {}] });
    expect(error?.code).toBe("TransactionCanceledException");
    expect(error?.details).toEqual({ CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }] });
    expect(busyError("conflict", "GetItem", {})).toBeUndefined();
    expect(busyError("throttled", "GetItem", {})?.code).toBe("ThrottlingException");
  });
});

describe("the plan of a run", () => {
  const span = { from: 0, to: 40_000, longest: 15_000 };
  const plans = Array.from({ length: 300 }, (_, seed) => drawFaults(["eu", "us"], span, seededRandom(seed)));

  it("leaves a random part of all kinds out of every run, and none out of all", () => {
    for (const name of callFaultNames) {
      const used = plans.filter(({ calls }) => calls[name] > 0).length;
      expect(used).toBeGreaterThan(50);
      expect(used).toBeLessThan(250);
    }
  });

  it("never has more faults than calls, and ends every episode within its span", () => {
    for (const { calls, episodes } of plans) {
      expect(Object.values(calls).reduce((sum, rate) => sum + rate, 0)).toBeLessThan(1);
      for (const { at, until } of episodes) {
        expect(at).toBeLessThanOrEqual(until);
        expect(until).toBeLessThanOrEqual(span.to);
      }
    }
  });
});

describe("the catalogue", () => {
  it("counts what was observed, by name", () => {
    const log = createFaultLog();
    log.observe("frozen");
    log.observe("frozen");
    expect(log.counts()).toEqual({ frozen: 2 });
    expect(faultNames).toEqual(Object.keys(FAULTS));
  });
});

describe("an item's limit", () => {
  it("gives a second's units at once, and then as many as time brings", () => {
    let now = 0;
    const limit = createItemLimit(10, () => now);
    expect([limit.take("a", 8), limit.take("a", 4), limit.take("b", 4)]).toEqual([true, false, true]);
    now = 500;
    expect([limit.take("a", 7), limit.take("a", 1)]).toEqual([true, false]);
  });

  it("never gives more than a second's units at once, however long nobody wrote", () => {
    let now = 0;
    const limit = createItemLimit(10, () => now);
    expect(limit.take("a", 10)).toBe(true);
    now = 3_600_000;
    expect([limit.take("a", 10), limit.take("a", 1)]).toEqual([true, false]);
  });
});

describe("pairs of regions", () => {
  it("keep arrivals while they are paused, and let them go in order", () => {
    const effects: string[] = [];
    const pairs = createReplicationPairs((effect, from, to) => effects.push(`${effect} ${from} ${to}`));
    const arrived: number[] = [];
    expect(pairs.hold("a", "b", () => arrived.push(0))).toBe(false);
    pairs.pause("a", "b");
    for (const value of [1, 2]) expect(pairs.hold("a", "b", () => arrived.push(value))).toBe(true);
    expect(pairs.hold("b", "a", () => arrived.push(3))).toBe(false);
    pairs.resume("a", "b");
    expect(arrived).toEqual([1, 2]);
    pairs.slow("a", "b", 50);
    expect([pairs.lagMs("a", "b"), pairs.lagMs("b", "a")]).toEqual([50, undefined]);
    expect(effects).toEqual(["held a b", "held a b", "slowed a b"]);
  });
});
