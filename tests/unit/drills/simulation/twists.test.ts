import { describe, expect, it } from "vitest";
import { cellsOf, drawScenario, familyOf, type Scenario } from "../../../../drills/simulation/scenario.ts";

const seeds = Array.from({ length: 400 }, (_, index) => index + 1);
const drawn = (family: string): readonly Scenario[] =>
  seeds.filter((seed) => familyOf(seed) === family).map((seed) => drawScenario(seed, cellsOf(seed), "direct"));
const evacuated = ({ orders }: Scenario) => {
  const order = orders.find(({ does }) => does === "evacuate");
  if (order === undefined) throw new Error("A takeover begins with an evacuation.");
  return order;
};
const share = (part: readonly Scenario[], of: readonly Scenario[]) => part.length / of.length;

describe("the twists of takeovers", () => {
  const suddenly = drawn("suddenly");
  const late = suddenly.filter(({ faults }) =>
    faults.episodes.some(({ fault, strength = 0 }) => fault === "authorityCut" && strength > 0),
  );
  const unheard = suddenly.filter(({ workload }) => workload.steps.some(({ later }) => later !== undefined));

  it("come in some of them, and leave the rest as they are", () => {
    for (const twisted of [late, unheard]) {
      expect(share(twisted, suddenly)).toBeGreaterThan(0.1);
      expect(share(twisted, suddenly)).toBeLessThan(0.4);
    }
    expect(late.filter((one) => unheard.includes(one))).toEqual([]);
  });

  it("late: the evacuated cell's keepers hear of the authority seconds late, from before it is evacuated", () => {
    for (const scenario of late) {
      const { at, cell } = evacuated(scenario);
      const cut = scenario.faults.episodes.find(({ fault, strength = 0 }) => fault === "authorityCut" && strength > 0);
      expect(cut).toMatchObject({ cell });
      expect(cut?.at).toBeLessThan(at);
      expect(cut?.until).toBeGreaterThan(at + 10_000);
    }
  });

  it("unheard: three keys are used at home and, once the stand-in serves, there; nothing replicates in between", () => {
    for (const { workload, faults, ...scenario } of unheard) {
      const { at, cell } = evacuated({ workload, faults, ...scenario });
      const said = workload.steps.filter(({ later }) => later !== undefined);
      expect(said).toHaveLength(3);
      const paused = faults.episodes.filter(({ fault, cell: from }) => fault === "replicationPaused" && from === cell);
      for (const { at: when, asks, later } of said) {
        expect(asks).toBe(cell);
        const asked = when + (later?.afterMs ?? 0);
        expect(asked).toBeGreaterThan(at + 11_000);
        expect(paused.some((one) => one.other === later?.asks && one.at < when && one.until > asked)).toBe(true);
      }
      const names = workload.steps.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("called back: the first stand-in is not heard of at home until after it was called back", () => {
    const handedOn = drawn("handedOn");
    const back = handedOn.filter(({ orders }) => orders.some(({ does }) => does === "failback"));
    expect(share(back, handedOn)).toBeGreaterThan(0.2);
    for (const scenario of back) {
      const { cell } = evacuated(scenario);
      const called = scenario.orders.find(({ does }) => does === "failback");
      const paused = scenario.faults.episodes.find(
        ({ fault, other }) => fault === "replicationPaused" && other === cell,
      );
      expect(paused?.until).toBeGreaterThan(called?.at ?? Infinity);
    }
  });
});
