import { describe, expect, it } from "vitest";
import { stepsOf, type TraceStep } from "../../../../cli/trace/steps.ts";
import { outcomeOf } from "../../../../functions/domain/webhook-schedule.ts";
import type { SentTicket } from "../../../../functions/stores/webhook-queues.ts";
import { createApp as createDispatcher } from "../../../../functions/webhooks/app.ts";
import { apiClient } from "../platform/api-client.ts";
import { payoutWorld, type PayoutWorld } from "./world.ts";

const TRACE = "5759e988bd862e3fe1be46a994272793";
const PLACE = `00-${TRACE}-53995c3f42cd8ad8-01`;

/** The steps of the payout's trace: "payouts(Act(Lambda(bank send settled)))"; waits and choices are left out. */
function outline(steps: readonly TraceStep[]): string {
  const told = steps.flatMap(({ name, about, failed, steps: inner }) => {
    if (["Begin", "Where", "Done"].includes(name)) return [];
    const { host, attempt, operation, answer, result, status } = about;
    const facts = name === "DynamoDB" ? [] : [host, attempt, operation, answer, result, status];
    const own = [name, ...facts.filter((fact) => fact !== undefined)].join(" ") + (failed ? "!" : "");
    return inner.length === 0 ? [own] : [`${own}(${outline(inner)})`];
  });
  return told.join(", ");
}

function traced({ platform }: PayoutWorld): string {
  return outline(stepsOf(platform.recorded.filter(({ document }) => document.includes(TRACE.slice(8)))));
}

/** A dispatcher of the world's cell, whose receiver fails the first time; tickets travel as SQS has them. */
function receiverOf({ platform, told }: PayoutWorld) {
  const { name: cell, ledger, webhooks, segments } = platform.cell("eu");
  const { kernel } = platform;
  const clock = { now: kernel.now, monotonic: kernel.now, sleep: async () => {}, deadline: () => AbortSignal.any([]) };
  const tickets: SentTicket[] = [];
  const lanes = { send: async (_: unknown, all: readonly SentTicket[]) => void tickets.push(...all) };
  let attempts = 0;
  const sender = async () => outcomeOf((attempts += 1) === 1 ? 503 : 204);
  const stores = { ledger, ...webhooks, told: { send: async () => [] }, lanes, sender, log: () => undefined };
  const dispatcher = createDispatcher({ cell }, stores, clock, kernel.random, segments);
  return {
    async work() {
      for (const { traceparent, ...one } of told.splice(0)) {
        const message = { id: "told", body: JSON.stringify(one), ...(traceparent && { traceparent }) };
        expect(await dispatcher.tell([message])).toEqual([]);
      }
      while (tickets.length > 0) {
        const all = tickets.splice(0).map(({ key, attempts: made }) => JSON.stringify({ ...key, attempts: made }));
        expect(
          await dispatcher.deliver(
            "fast",
            all.map((body, index) => ({ id: `${index}`, body })),
          ),
        ).toEqual([]);
      }
    },
  };
}

async function withEndpoint(): Promise<PayoutWorld> {
  const world = await payoutWorld();
  const body = { url: "https://shop.example/hooks/a-secret-path?token=s3cret" };
  const options = { cell: "eu", headers: { "home-cell": "eu" } };
  const { status } = await apiClient(world.platform).post("/v1/webhook_endpoints", body, options);
  expect(status).toBe(201);
  return world;
}

const HOOKS = "webhooks(webhook shop.example 1 status 503!, webhook shop.example 2 delivered 204)";
const ENDED = `Record(Lambda Invoke(DynamoDB(relay(${HOOKS}))))`;

describe("a payout is one trace", () => {
  it("from the request to the bank, the books and the webhook of its tenant, every attempt of it", async () => {
    const world = await withEndpoint();
    await world.ask({}, "traced", PLACE);
    await world.relay();
    await world.pass(1_000);
    await world.relay();
    await receiverOf(world).work();
    const sent = "Act(Lambda Invoke(bank rail.bank.example send settled))";
    expect(traced(world)).toBe(`DynamoDB(relay(m1(${sent}, ${ENDED})))`);
    const own = world.platform.recorded.map(({ document }) => document).filter((one) => one.includes(TRACE.slice(8)));
    // Of a trace whose steps come slowly X-Ray keeps 100 KB.
    expect(own.join("").length).toBeLessThan(6_000);
    expect(JSON.stringify(world.platform.recorded)).not.toMatch(/Ana|NL91|s3cret|secret-path/);
  });

  it("goes on with what the bank says of its own accord hours later", async () => {
    const world = await withEndpoint();
    await world.behave({ first: "accepted", end: "never" });
    const id = await world.ask({}, "traced", PLACE);
    await world.relay();
    await world.pass(5_000);
    await world.pushReport(id.slice(-32), "settled");
    await world.pass(1_000);
    await world.relay();
    await receiverOf(world).work();
    const trace = traced(world);
    expect(trace).toContain("bank rail.bank.example send accepted");
    expect(trace).toContain("bank-call-back settled");
    expect(trace).toContain(ENDED);
  });

  it("and nothing of ours is recorded where nobody records it: the machine may have a trace of its own", async () => {
    const world = await withEndpoint();
    await world.ask({}, "untraced", PLACE.replace(/01$/, "00"));
    const before = world.platform.recorded.length;
    await world.relay();
    await world.pass(1_000);
    await world.relay();
    await receiverOf(world).work();

    const recorded = world.platform.recorded.slice(before).map(({ document }) => String(JSON.parse(document).trace_id));
    expect(recorded.filter((trace) => trace.includes(TRACE.slice(8)))).toEqual([]);
    // What the machine records of its own accord is one trace, and the books and the webhook go on in it.
    expect(new Set(recorded).size).toBe(1);
  });
});
