import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conduct, type Drill } from "../../../../drills/conduct/drill.ts";
import type { Measurement } from "../../../../drills/report/measurement.ts";
import { reportPage } from "../../../../drills/report/page.ts";
import { plannedEvacuation } from "../../../../drills/scenarios/planned-evacuation.ts";
import { regionLoss } from "../../../../drills/scenarios/region-loss.ts";
import { createLocalTarget } from "../../../../drills/targets/local.ts";
import type { Target } from "../../../../drills/targets/target.ts";

const SEED = 5;
/** A third of a drill's load shows the same in a third of the time. */
const SHARE = 1 / 3;

/** The figures of the issue, drill by drill. */
const PROMISED: Readonly<Record<string, readonly string[]>> = {
  "region-loss": [
    "loss to detection: at most 15 s",
    "detection to change of authority: at most 2 s",
    "loss to first payment: at most 30 s",
    "heal to equal replicas: at most 10 s",
    "goodput 40 to 60 s after heal: at least 95 % of before",
    "what the stand-in had not seen is in the listed tail: all of it",
  ],
  "planned-evacuation": ["unreplicated tail: none", "accounts overdrawn: none"],
};

describe.each<Drill>([regionLoss, plannedEvacuation])("$name: $claim", (drill) => {
  let target: Target;
  let measured: Measurement;
  beforeAll(async () => {
    target = await createLocalTarget({ seed: SEED, cells: 2 });
    measured = await conduct(drill, target, { seed: SEED, commit: "test", tell: () => {}, share: SHARE });
  }, 120_000);
  afterAll(() => target.close());

  it("keeps every bound", () => {
    expect(measured.bounds.filter(({ kept }) => !kept)).toEqual([]);
  });

  it("asserts what the issue asks of it", () => {
    const asserted = measured.bounds.map(({ name, wanted }) => `${name}: ${wanted}`);
    expect(asserted).toEqual(expect.arrayContaining([...(PROMISED[drill.name] ?? [])]));
  });

  it("breaks no invariant", () => {
    expect(measured.verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(measured.verdicts.length).toBeGreaterThan(25);
  });

  it("loses no acknowledged payment and charges none twice", () => {
    expect(measured.figures).toMatchObject({ lost: 0, doubleCharged: 0 });
  });

  it("was taken by both cells, the moved accounts by the stand-in too", () => {
    const taken = measured.timeline.traffic.map(({ points }) => points.reduce((sum, [, value]) => sum + value, 0));
    expect(taken.every((payments) => payments > 100)).toBe(true);
    expect(measured.payments.accepted).toBe(taken.reduce((sum, payments) => sum + payments, 0));
  });

  it("makes a report of it all", () => {
    const page = reportPage(measured);
    expect(page).toContain(">Passed<");
    expect(page).not.toMatch(/NaN|undefined/);
    for (const { name } of measured.moments) expect(page).toContain(name);
  });
});
