import { describe, expect, it } from "vitest";
import { createSimulatedBank, BANK_KEY } from "../../../../drills/simulation/bank.ts";
import type { Invocation } from "../../../../drills/simulation/environments.ts";
import { createMachines, functionName, machineArn } from "../../../../drills/simulation/executions.ts";
import { drawScenario } from "../../../../drills/simulation/scenario.ts";
import { storyOf } from "../../../../drills/simulation/story.ts";
import { createTrace } from "../../../../drills/simulation/trace.ts";
import { lightWebObjects } from "../../../../drills/simulation/web-objects.ts";
import { isSigned } from "../../../../local/bank/signatures.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";

const EU = { cell: "eu", region: "eu-west-1" };
const HOUR_MS = 3_600_000;

describe("a scenario", () => {
  const scenarios = Array.from({ length: 400 }, (_, seed) => drawScenario(seed, 2, "direct"));
  const paying = scenarios.filter(({ payouts }) => payouts !== undefined);

  it("has payouts in a quarter of all seeds, each under a name of its own, and none in the others", () => {
    expect(paying.length / scenarios.length).toBeGreaterThan(0.18);
    expect(paying.length / scenarios.length).toBeLessThan(0.32);
    for (const { workload, payouts } of scenarios) {
      const asked = workload.steps.filter(({ does }) => does === "payOut");
      expect(asked.length > 0).toBe(payouts !== undefined);
      expect(new Set(workload.steps.map(({ name }) => name)).size).toBe(workload.steps.length);
    }
  });

  it("tells what befalls them", () => {
    const story = paying.slice(0, 40).flatMap(storyOf).join("\n");
    expect(story).toMatch(/account \d+ pays out \d+ \(payout \d+\)/);
    expect(story).toMatch(/the bank of eu answers (settled|accepted|pending|rejected), then/);
    expect(story).toContain("somebody forges the bank of");
    expect(story).toContain("rejected payouts cannot be given back");
  });
});

describe("a machine of the simulation", () => {
  const SAGA = { step: "screening" };

  /** A machine whose connector answers these, one after the other. */
  function running(answers: readonly Invocation<unknown>[], unheard = 0) {
    const kernel = createVirtualKernel(1);
    const log = createFaultLog();
    const machines = createMachines({ kernel, log, places: [EU] });
    const heard: unknown[] = [];
    const left = [...answers];
    machines.attach(functionName("eu", "bank-connector"), (payload) => {
      heard.push(payload);
      return Promise.resolve(left.shift() ?? { end: "done", value: { go: "end", saga: SAGA } });
    });
    machines.unheard(unheard);
    const input = JSON.stringify({ payout: { pk: "p" }, saga: SAGA });
    const start = { stateMachineArn: machineArn(EU), name: "pay_eu_1", input };
    machines.ask("eu", "StartExecution", start);
    return { kernel, log, machines, heard, start };
  }

  it("goes by the program's definition, and starts a payout once", async () => {
    const { kernel, machines, heard, start } = running([]);
    machines.ask("eu", "StartExecution", start);
    await kernel.elapse(HOUR_MS);
    expect(heard).toEqual([{ payout: { pk: "p" }, saga: SAGA, happened: null }]);
    expect(machines.executions("eu")).toEqual([{ name: "pay_eu_1", status: "succeeded" }]);
    expect(() => machines.ask("eu", "StartExecution", start)).toThrow("Execution Already Exists");
  });

  it.each<Invocation<unknown>>([{ end: "killed" }, { end: "timedOut" }, { end: "threw", fault: new Error("no") }])(
    "tells the saga of a connector that broke off: %j",
    async (broken) => {
      const { kernel, heard } = running([broken]);
      await kernel.elapse(HOUR_MS);
      expect(heard).toMatchObject([{ happened: null }, { happened: { event: "failed" } }]);
    },
  );

  it("tries again where no connector was free", async () => {
    const { kernel, heard } = running([{ end: "throttled" }]);
    await kernel.elapse(HOUR_MS);
    expect(heard).toMatchObject([{ happened: null }, { happened: null }]);
  });

  it("may be told of a step that was done that it failed", async () => {
    const { kernel, log, heard, machines } = running([], 1);
    await kernel.elapse(30_000);
    machines.unheard(0);
    await kernel.elapse(HOUR_MS);
    expect(heard).toMatchObject([{ happened: null }, { happened: { event: "failed" } }]);
    expect(log.counts()).toEqual({ stepUnheard: 1 });
  });

  it("stands still while its region is gone", async () => {
    const { kernel, machines, heard } = running([{ end: "done", value: { go: "act", saga: SAGA } }]);
    machines.regions.turn(EU.region, "lost");
    await kernel.elapse(HOUR_MS);
    expect(heard).toEqual([]);
    machines.regions.turn(EU.region, "here");
    await kernel.elapse(HOUR_MS);
    expect(heard).toHaveLength(2);
  });
});

describe("a bank of the simulation", () => {
  it("is forged by somebody without its key, who speaks of what it has", async () => {
    const objects = lightWebObjects();
    try {
      const kernel = createVirtualKernel(1);
      const log = createFaultLog();
      const signed: boolean[] = [];
      const bank = createSimulatedBank({ kernel, log, trace: createTrace() }, ({ method, path, header, body }) => {
        const headers = Object.fromEntries(
          ["content-digest", "signature-input", "signature"].map((name) => [name, header(name) ?? ""]),
        );
        const request = new Request(`http://127.0.0.1:1${path}`, { method, headers, body });
        signed.push(isSigned(request, body, [BANK_KEY]));
        return Promise.resolve(404);
      });
      bank.forge("wrongKey");
      bank.forge("nobodys");
      await kernel.elapse(1_000);
      // It has nothing yet that anybody could speak of.
      expect(signed).toEqual([true]);
      expect(log.counts()).toEqual({ bankForged: 1 });
      expect(bank.books()).toEqual([]);
    } finally {
      objects.restore();
    }
  });
});
