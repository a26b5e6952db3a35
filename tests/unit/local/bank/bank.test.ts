import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { pacs008 } from "../../../../functions/iso20022/pacs008.ts";
import { createApp } from "../../../../functions/bank-connector/app.ts";
import { parseEnv } from "../../../../functions/bank-connector/env.ts";
import { createBank, type Bank } from "../../../../local/bank/bank.ts";
import { defaultBehaviour } from "../../../../local/bank/behaviour.ts";
import { writeReport } from "../../../../local/bank/messages.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { ENV, KEY, railWorld, transferOf } from "../../functions/bank-connector/world.ts";
import { faultsBySchema } from "../../functions/iso20022/valid.ts";

let kernel: VirtualKernel;
let bank: Bank;

beforeEach(() => {
  kernel = createVirtualKernel();
  bank = createBank({ kernel, keys: [KEY], fetch: async () => new Response("") });
});

const put = (knobs: unknown) =>
  bank.fetch(new Request("http://bank/_bank/behaviour", { method: "PUT", body: JSON.stringify(knobs) }));

describe("the bank's knobs", () => {
  it("are turned by name, the others stay", async () => {
    expect((await put({ slowMs: 5, mishaps: { late: 0.5 } })).status).toBe(200);
    const answer = await bank.fetch(new Request("http://bank/_bank/behaviour"));
    const mishaps = { ...defaultBehaviour.mishaps, late: 0.5 };
    expect(await answer.json()).toEqual({ ...defaultBehaviour, slowMs: 5, mishaps });
  });

  it.each([
    [[], "the body: expected a JSON object."],
    [{ lazy: true }, 'the body: there is no knob "lazy", only'],
    [{ mishaps: { lazy: 1 } }, 'mishaps: there is no knob "lazy", only'],
    [{ mishaps: { late: 2 } }, "mishaps.late: expected a chance from 0 to 1."],
    [{ first: "perhaps" }, "first: expected accepted, pending, settled or rejected."],
    [{ slowMs: -1 }, "slowMs: expected milliseconds up to a day."],
    [{ seed: 0.5 }, "seed: expected a whole number."],
    [{ reason: "no idea" }, "reason: expected up to four capitals and digits."],
    [{ callBackUrl: "https://example.com/" }, "callBackUrl: expected an address on 127.0.0.1, or null."],
  ])("%j is refused: %s", async (knobs, error) => {
    const answer = await put(knobs);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain(JSON.stringify(error).slice(1, -1));
    expect(await (await bank.fetch(new Request("http://bank/_bank/behaviour"))).json()).toEqual(defaultBehaviour);
  });

  it("of one seed make one course of things", async () => {
    const course = async () => {
      const world = railWorld();
      await world.behave({ seed: 7, mishaps: { unknownStatus: 0.3, badSignature: 0.3, lost: 0.3 } });
      const told: string[] = [];
      for (let number = 1; number <= 12; number += 1) {
        const answer = await world.finish(world.connector.send(transferOf(number), 1n));
        told.push("reason" in answer ? answer.reason : answer.answer);
      }
      return told;
    };
    const once = await course();
    expect(await course()).toEqual(once);
    expect(new Set(once).size).toBeGreaterThan(2);
  });
});

describe("the bank", () => {
  it.each(["POST", "GET"])("takes no %s without a signature, and keeps nothing", async (method) => {
    const url = method === "POST" ? "http://bank/payments" : "http://bank/payments/1";
    const body = pacs008(transferOf(), parseEnv(ENV).ordering);
    const answer = await bank.fetch(new Request(url, method === "POST" ? { method, body } : { method }));
    expect(answer.status).toBe(401);
    expect(await (await bank.fetch(new Request("http://bank/_bank/payments"))).json()).toEqual([]);
  });

  it.each(["accepted", "pending", "settled", "rejected"] as const)(
    "writes a valid report that says %s",
    async (verdict) => {
      const report = writeReport({ id: "status-1", endToEndId: "a", verdict, reason: "AC04", at: 0 });
      expect(await faultsBySchema(report, "pacs.002.001.10")).toEqual([]);
    },
  );

  it("is served below a path, all of which is signed", async () => {
    const world = railWorld();
    const app = new Hono().route("/_aws/outside/:host/v1", world.bank.routes);
    const below = { ...ENV, BANK_URL: "https://rail.bank.example/v1", AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    const stores = { authority: world.authorityStore, secret: async () => world.secret };
    const reach = async (request: Request) => app.fetch(request);
    const connector = createApp(parseEnv(below), { ...stores, fetch: reach }, world.clock);
    expect(await world.finish(connector.send(transferOf(), 1n))).toEqual({ answer: "settled" });
  });
});
