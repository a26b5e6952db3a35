import { describe, expect, it } from "vitest";
import { runScenario } from "../../../../drills/simulation/run-seed.ts";
import { cellsOf, drawScenario } from "../../../../drills/simulation/scenario.ts";
import { storyOf } from "../../../../drills/simulation/story.ts";
import type { Seam } from "../../../../drills/simulation/seams.ts";
import { drawWebhooks, type EndpointPlan } from "../../../../drills/simulation/webhooks-plan.ts";
import type { World } from "../../../../drills/simulation/world.ts";

const SEED = 8;
/** One receiver is well, the other sends on to another address for ever. */
const endpoints = (["well", "redirect"] as const).map((does, index): EndpointPlan => ({
  host: `hooks-${index}.example`,
  client: "shop-client",
  home: "eu",
  events: undefined,
  at: undefined,
  rotates: { at: 5_000, keepOldForS: 3_600 },
  disables: undefined,
  enablesFrom: undefined,
  receiver: { takesMs: 50, ackLost: 0, illnesses: does === "well" ? [] : [{ does, at: 0, until: undefined }] },
}));
const scenarioOver = (seam: Seam) => ({
  ...drawScenario(SEED, cellsOf(SEED), seam),
  webhooks: { endpoints, unread: [{ cell: "eu", at: 8_000, until: 20_000 }] },
});
const cells = ["eu", "us", "ap"];
const plans = Array.from({ length: 400 }, (_, seed) => drawWebhooks(seed, cells, 40_000));

describe("webhooks in the simulation", () => {
  it("are in about a quarter of all seeds; the first receiver gets well, and no two are at the same host", () => {
    const some = plans.flatMap((plan) => plan ?? []);
    expect(some.length).toBeGreaterThan(60);
    expect(some.length).toBeLessThan(140);
    for (const { endpoints } of some) {
      expect(endpoints[0]?.receiver.illnesses.every(({ until }) => until !== undefined)).toBe(true);
      expect(new Set(endpoints.map(({ host }) => host)).size).toBe(endpoints.length);
    }
  });

  it(
    "do the same every time, through either seam, to the last attempt of a delivery",
    { timeout: 120_000 },
    async () => {
      const ends: Record<string, number> = {};
      const worlds: World[] = [];
      const inspect = (world: World) => void worlds.push(world);
      const direct = await runScenario(scenarioOver("direct"), { inspect });
      const sdk = await runScenario(scenarioOver("sdk"));
      expect(direct.breaches).toEqual([]);
      expect(sdk.hash).toBe(direct.hash);
      const run = await worlds[0]?.webhooks?.run(0);
      for (const { state } of run?.deliveries ?? []) ends[state] = (ends[state] ?? 0) + 1;
      expect(ends["waiting"]).toBeUndefined();
      for (const end of ["delivered", "exhausted"]) expect(ends[end], end).toBeGreaterThan(0);
      expect(run?.sent.some(({ status }) => status === 204)).toBe(true);
    },
  );

  it("are told of in a story, and nobody hears of anything where nobody wants to", () => {
    const scenario = scenarioOver("direct");
    const told = storyOf(scenario).filter((line) => line.includes("hooks-"));
    expect(told.length).toBeGreaterThan(1);
    expect(storyOf({ ...scenario, webhooks: undefined }).some((line) => line.includes("hooks-"))).toBe(false);
  });
});
