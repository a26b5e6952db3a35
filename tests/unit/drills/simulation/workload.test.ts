import { describe, expect, it } from "vitest";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";
import { storyOf } from "../../../../drills/simulation/story.ts";

const scenarios = Array.from({ length: 60 }, (_, index) => drawScenario(index + 1, index % 2 === 0 ? 2 : 3, "direct"));

describe("a drawn scenario", () => {
  it("has two hundred payments at least, between different accounts that there are", () => {
    for (const { workload } of scenarios) {
      const payments = workload.steps.filter((step) => step.does === "pay");
      expect(payments.length).toBeGreaterThanOrEqual(200);
      for (const { source, payee } of payments) {
        expect(source).not.toBe(payee);
        expect(workload.accounts[source]).toBeDefined();
        expect(workload.accounts[payee]).toBeDefined();
      }
    }
  });

  it("names every step once, and operates on payments that come before", () => {
    for (const { workload } of scenarios) {
      const names = workload.steps.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const begun = new Map(workload.steps.map(({ name, at }) => [name, at]));
      for (const step of workload.steps) {
        if ("payment" in step) expect(begun.get(step.payment)).toBeLessThan(step.at);
      }
    }
  });

  it("is the same for the same seed", () => {
    expect(drawScenario(7, 3, "direct")).toEqual(drawScenario(7, 3, "direct"));
  });

  it("has runs without any fault, and runs with many", () => {
    const counts = scenarios.map(({ faults }) => faults.episodes.length);
    expect(Math.min(...counts)).toBe(0);
    expect(Math.max(...counts)).toBeGreaterThan(5);
  });

  it("reads as a story in the order of its events", () => {
    const story = storyOf(drawScenario(3, 2, "direct"));
    const times = story.flatMap((line) => /^ *([0-9.]+) s {2}/.exec(line)?.[1] ?? []).map(Number);
    expect(times.length).toBeGreaterThan(200);
    expect([...times].sort((one, other) => one - other)).toEqual(times);
    const healed = story.findIndex((line) => line.includes("everything heals"));
    expect(healed).toBeGreaterThan(story.findLastIndex((line) => /^ *[0-9.]+ s {2}/.test(line)));
  });
});
