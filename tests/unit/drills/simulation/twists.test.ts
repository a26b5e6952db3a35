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

  it("apart: home and stand-ins may each spend all that is theirs, and the home hears and tells nothing", () => {
    const three = drawn("handedOn").filter(({ cells }) => cells === 3);
    const apart = three.filter((one) => spendersOf(one).size === 3);
    expect(share(apart, three)).toBeGreaterThan(0.15);
    for (const scenario of apart) {
      const { cell: home, at } = evacuated(scenario);
      const second = scenario.orders.find((order) => order.cell !== home);
      if (second === undefined) throw new Error("A home that is handed on has two stand-ins.");
      const { episodes } = scenario.faults;
      for (const [asked, { amount, first, last }] of spendersOf(scenario)) {
        // Together more than there is, unless the second stand-in leaves the home its fifth.
        expect(amount).toBeGreaterThan(asked === second.cell ? 5_500 : 3_000);
        expect(first).toBeGreaterThan((asked === second.cell ? at : second.at) + 11_000);
        expect(last).toBeLessThan(scenario.workload.lastsMs);
        const during = episodes.filter((one) => one.at < at && one.until > last);
        expect(during).toContainEqual(expect.objectContaining({ fault: "authorityCut", cell: home }));
        if (asked === home) continue;
        expect(during).toContainEqual({ ...during[0], fault: "replicationPaused", cell: home, other: asked });
        expect(during).toContainEqual({ ...during[0], fault: "replicationPaused", cell: asked, other: home });
      }
    }
  });
});

/** What is spent of the last account, by the cells that are asked for it. */
function spendersOf({ workload: { accounts, steps } }: Scenario) {
  const spenders = new Map<string, { readonly amount: number; readonly first: number; readonly last: number }>();
  for (const step of steps) {
    if (step.does !== "pay" || step.source !== accounts.length - 1) continue;
    const { amount, first } = spenders.get(step.asks ?? "") ?? { amount: 0, first: step.at };
    spenders.set(step.asks ?? "", { amount: amount + step.amount, first, last: step.at });
  }
  return spenders;
}
