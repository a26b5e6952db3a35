import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { outcomeOf, RETRY_PAUSES_MS } from "../../../../functions/domain/webhook-schedule.ts";
import { hooksWorld, type HooksWorld } from "./world.ts";

let world: HooksWorld;

beforeEach(async () => {
  world = await hooksWorld();
});

/** Verifies as a receiver would, by the standard's own words. */
function verified({ headers, body }: HooksWorld["received"][number], secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  return (headers["webhook-signature"] ?? "").split(" ").includes(expected);
}

describe("an event", () => {
  it("is sent, signed, by the cell where it happened", async () => {
    const { id, secret } = await world.endpoint();
    await world.happen("payout.settled");
    await world.settle();
    expect(world.received).toHaveLength(1);
    const [message] = world.received;
    if (message === undefined) throw new Error("nothing came");
    expect(verified(message, secret)).toBe(true);
    expect(verified({ ...message, body: `${message.body} ` }, secret)).toBe(false);
    expect(JSON.parse(message.body)).toMatchObject({
      type: "payout.settled",
      data: { object: "event", id: message.headers["webhook-id"], account: world.account, amount: 7 },
    });
    const { body } = await world.shop.get(`/v1/accounts/${world.account}/events`);
    expect(JSON.parse(message.body)["data"]).toEqual(Object(body["data"])[0]);
    expect(await world.deliveries(id)).toMatchObject([
      { event: message.headers["webhook-id"], state: "delivered", attempts: [{ result: "delivered", status: 204 }] },
    ]);
  });

  it("reaches endpoints that are at home in another cell", async () => {
    const { id, secret } = await world.endpoint({}, "us");
    await world.happen();
    await world.settle();
    expect(world.received.map((message) => verified(message, secret))).toEqual([true]);
    expect(await world.deliveries(id, "eu")).toHaveLength(1);
    expect(await world.deliveries(id, "us")).toHaveLength(0);
  });

  it("goes only where it is wanted, and never to another tenant", async () => {
    await world.endpoint({ url: "https://a.example/", events: ["account.overdrawn"] });
    await world.endpoint({ url: "https://b.example/", events: ["payout.settled", "payout.rejected"] });
    await world.happen("payout.settled");
    const other = "other" as never; // a tenant's name in its parser's form
    await world.happen("payout.rejected", { tenant: other });
    await world.settle();
    expect(world.received.map(({ url }) => url)).toEqual(["https://b.example/"]);
  });

  it("is sent once, however often the stream and the queues repeat it", async () => {
    await world.endpoint();
    await world.happen();
    await world.settle();
    const [row] = await world.platform.cell("eu").ledger.partition(`eu#event#${world.account}`);
    const image = { pk: { S: row?.key.pk }, sk: { S: row?.key.sk }, ...encoded(row?.item) };
    expect(await world.repeat("eu", "told", JSON.stringify({ image }))).toEqual([]);
    const [ticket] = world.queued("eu");
    expect(ticket).toMatch(/^fast /);
    await world.settle();
    expect(await world.repeat("eu", "fast", (ticket ?? "").slice("fast ".length))).toEqual([]);
    expect(world.received).toHaveLength(1);
  });

  it("goes by its own endpoint's ways only: whatever others do, it arrives", async () => {
    await world.endpoint({ url: "https://hangs.example/" });
    await world.endpoint({ url: "https://breaks.example/" });
    await world.endpoint({ url: "https://takes.example/" });
    world.receivers.set("https://hangs.example/", () => "hangs");
    world.receivers.set("https://breaks.example/", () => outcomeOf(500));
    for (let count = 0; count < 5; count += 1) {
      await world.platform.kernel.advance(1);
      await world.happen();
    }
    await world.settle();
    expect(world.received.filter(({ url }) => url === "https://takes.example/")).toHaveLength(5);
  });
});

describe("a receiver that", () => {
  const url = "https://shop.example/hooks";

  it("fails is tried again by the schedule, until it is given up", async () => {
    const { id } = await world.endpoint();
    world.receivers.set(url, () => outcomeOf(503));
    await world.happen();
    await world.settle();
    expect(await world.deliveries(id)).toMatchObject([{ state: "waiting", attempts: [{ status: 503 }] }]);
    await world.pass(4 * 24 * HOUR, HOUR / 6);
    const [delivery] = await world.deliveries(id);
    const attempts = Object(delivery)["attempts"] as readonly { readonly at: string }[]; // the API's form
    const pauses = attempts.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(attempts[index]?.at ?? ""));
    expect(delivery).toMatchObject({ state: "exhausted" });
    expect(world.received).toHaveLength(10);
    expect(new Set(world.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(world.received.map(({ body }) => body)).size).toBe(1);
    for (const [index, planned] of RETRY_PAUSES_MS.entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(planned - 1_000);
      // What waits for long is handed out by a sweep, here every ten minutes.
      expect(pauses[index]).toBeLessThanOrEqual(planned * 1.1 + HOUR / 6);
    }
  });

  it("is well again hears what it missed", async () => {
    const { id } = await world.endpoint();
    world.receivers.set(url, () => outcomeOf(500));
    await world.happen();
    await world.settle();
    world.receivers.delete(url);
    await world.pass(60_000);
    const attempts = [{ result: "status", status: 500 }, { result: "delivered" }];
    expect(await world.deliveries(id)).toMatchObject([{ state: "delivered", attempts }]);
  });

  it("is gone is told nothing more, by no cell, until its tenant enables it again", async () => {
    const { id } = await world.endpoint();
    world.receivers.set(url, () => outcomeOf(410));
    await world.happen();
    await world.settle();
    await world.pass(5_000);
    for (const cell of ["eu", "us"]) {
      expect((await world.shop.get(`/v1/webhook_endpoints/${id}`, { cell })).body).toMatchObject({ status: "gone" });
    }
    await world.happen();
    await world.settle();
    expect(world.received).toHaveLength(1);
    expect(await world.deliveries(id)).toMatchObject([{ state: "cancelled", attempts: [{ result: "gone" }] }]);
    world.receivers.delete(url);
    const change = { body: { status: "enabled" } };
    expect((await world.shop.send("PATCH", `/v1/webhook_endpoints/${id}`, change)).body).toMatchObject({
      status: "enabled",
    });
    await world.pass(5_000);
    await world.happen();
    await world.settle();
    expect(world.received).toHaveLength(2);
  });

  it("hangs is cut off soon, tried in full by the slow lane, and travels there from then on", async () => {
    const { id } = await world.endpoint();
    world.receivers.set(url, () => "hangs");
    await world.happen();
    await world.settle();
    expect(world.received.map(({ patienceMs }) => patienceMs)).toEqual([1_000, 15_000]);
    await world.platform.kernel.advance(1_001);
    await world.happen();
    await world.settle();
    expect(world.received.map(({ patienceMs }) => patienceMs)).toEqual([1_000, 15_000, 15_000]);
    world.receivers.delete(url);
    await world.pass(10 * 60_000 + 5_000);
    await world.happen();
    await world.settle();
    expect(world.received.at(-1)?.patienceMs).toBe(1_000);
    expect(await world.deliveries(id)).toMatchObject([{ state: "delivered" }, {}, { state: "delivered" }]);
  });

  it("was deleted while something waited for it is told nothing more", async () => {
    const { id } = await world.endpoint();
    world.receivers.set(url, () => outcomeOf(500));
    await world.happen();
    await world.settle();
    await world.shop.send("DELETE", `/v1/webhook_endpoints/${id}`);
    await world.pass(60_000);
    expect(world.received).toHaveLength(1);
    expect((await world.shop.get(`/v1/webhook_endpoints/${id}`)).status).toBe(404);
  });

  it("was added while whoever delivers remembered the others is told, and not given up", async () => {
    await world.endpoint();
    world.receivers.set(url, () => outcomeOf(500));
    await world.happen();
    await world.settle();
    // The second attempt: endpoints are remembered as they are now by whoever makes it, and not by whoever tells.
    await world.pass(5_500, 5_500);
    expect(world.received).toHaveLength(2);
    const body = { url: "https://new.example/" };
    const made = await world.shop.post("/v1/webhook_endpoints", body, { headers: { "home-cell": "eu" } });
    await world.happen();
    await world.settle();
    expect(await world.deliveries(String(made.body["id"]))).toMatchObject([{ state: "delivered" }]);
  });

  it("is told by a sweep what a queue has lost", async () => {
    const { id } = await world.endpoint();
    await world.happen();
    await world.tellWithoutQueues();
    expect(world.received).toHaveLength(0);
    await world.pass(3 * 60_000);
    expect(await world.deliveries(id)).toMatchObject([{ state: "delivered" }]);
  });
});

describe("a replay", () => {
  it("sends what happened within its time again, each by the id that it had", async () => {
    const { id } = await world.endpoint({ events: ["payout.settled"] });
    const at = () => new Date(world.platform.kernel.now()).toISOString();
    await world.happen();
    await world.platform.kernel.advance(1_000);
    const from = at();
    await world.happen();
    await world.happen("payout.rejected");
    await world.platform.kernel.advance(1_000);
    const to = at();
    await world.happen();
    await world.settle();
    await world.platform.project();
    const ids = world.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(3);
    await world.pass(10_000);
    const ask = () => world.shop.post(`/v1/webhook_endpoints/${id}/replay`, { from, to }, { key: "again" });
    expect(await ask()).toMatchObject({ status: 202, body: { endpoint: id, from, to } });
    await world.settle();
    expect(world.received.slice(3).map(({ headers }) => headers["webhook-id"])).toEqual([ids[1]]);
    expect((await ask()).headers.get("idempotent-replayed")).toBe("true");
    await world.settle();
    expect(world.received).toHaveLength(4);
    expect(world.received[3]?.body).toBe(world.received[1]?.body);
  });

  it("of an endpoint that was made just before is not lost on whoever remembers the others", async () => {
    await world.endpoint();
    await world.happen();
    await world.settle();
    await world.platform.project();
    await world.platform.kernel.advance(1_000);
    const body = { url: "https://new.example/" };
    const made = await world.shop.post("/v1/webhook_endpoints", body, { headers: { "home-cell": "eu" } });
    const [from, to] = ["2000-01-01", "2100-01-01"];
    const asked = await world.shop.post(`/v1/webhook_endpoints/${String(made.body["id"])}/replay`, { from, to });
    expect(asked.status).toBe(202);
    await world.settle();
    await world.pass(5_000, 1_000);
    expect(world.received.map((message) => message.url)).toEqual(["https://shop.example/hooks", body.url]);
  });

  it("goes through any number of events", async () => {
    const { id } = await world.endpoint();
    for (let count = 0; count < 250; count += 1) {
      await world.platform.kernel.advance(1);
      await world.happen();
    }
    await world.settle();
    await world.platform.project();
    await world.pass(10_000);
    const [from, to] = ["2000-01-01", "2100-01-01"];
    await world.shop.post(`/v1/webhook_endpoints/${id}/replay`, { from, to });
    await world.settle();
    const times = new Map<unknown, number>();
    for (const { headers } of world.received) {
      times.set(headers["webhook-id"], (times.get(headers["webhook-id"]) ?? 0) + 1);
    }
    expect([...times.values()]).toEqual(Array.from({ length: 250 }, () => 2));
  });
});

describe("a replay of what the views do not have yet", () => {
  let id: string;
  const times = () => world.received.length;
  const waiting = () => world.queued("eu").filter((message) => message.startsWith("told "));

  /** Asks for all there is, which the projector has not seen anything of. */
  async function askBehind(): Promise<void> {
    ({ id } = await world.endpoint());
    await world.happen();
    await world.settle();
    const to = new Date(world.platform.kernel.now() + 1).toISOString();
    await world.platform.kernel.advance(1);
    await world.shop.post(`/v1/webhook_endpoints/${id}/replay`, { from: "2000-01-01", to });
    await world.settle();
  }

  /** The projector works, and something of no interest is written as canaries are. */
  async function project(): Promise<void> {
    await world.shop.open("eu");
    await world.platform.project();
  }

  it("goes on until they have it, and then ends", async () => {
    await askBehind();
    expect(times()).toBe(1);
    expect(waiting()).toHaveLength(1);
    for (let round = 0; round < 6; round += 1) {
      await project();
      await world.pass(5_000, 1_000);
    }
    expect(times()).toBe(2);
    expect(world.received[1]?.headers["webhook-id"]).toBe(world.received[0]?.headers["webhook-id"]);
    expect(waiting()).toEqual([]);
  });

  it("waits for shards that are later than others", async () => {
    await askBehind();
    await world.pass(1_000);
    await project();
    await world.pass(12_000, 1_000);
    // What was projected is replayed; of the seconds after it was asked for the views have nothing yet.
    expect(times()).toBe(2);
    expect(waiting()).toHaveLength(1);
    await project();
    await world.pass(20_000, 1_000);
    expect(waiting()).toEqual([]);
    expect(times()).toBe(2);
  });

  it("neither spins nor is given up while they stand still", async () => {
    await askBehind();
    const before = world.tells();
    await world.pass(14 * 60_000, 2_000);
    // After 2, 4, 8, … seconds, and then once a minute, each time by a message of its own.
    expect(world.tells() - before).toBeGreaterThan(14);
    expect(world.tells() - before).toBeLessThan(21);
    expect(waiting()).toHaveLength(1);
    for (let round = 0; round < 3; round += 1) {
      await project();
      await world.pass(60_000, 5_000);
    }
    expect([times(), waiting()]).toEqual([2, []]);
  });

  it("goes on from where a turn has ended that knew more, and waits with one of a time to come", async () => {
    await askBehind();
    const [, message = ""] = /^told (.*)$/.exec(waiting()[0] ?? "") ?? [];
    const told = JSON.parse(message) as { image: Record<string, object> }; // as the queue has it
    const now = world.platform.kernel.now();
    const [later, tomorrow] = [`event#${new Date(now).toISOString()}#evt_1`, { N: `${now + 24 * HOUR}` }];
    expect(await world.repeat("eu", "told", JSON.stringify({ ...told, after: later }))).toEqual([]);
    const image = { ...told.image, from: tomorrow };
    expect(await world.repeat("eu", "told", JSON.stringify({ image }))).toEqual([]);
    expect(waiting()).toHaveLength(3);
  });

  it("ends with its endpoint", async () => {
    await askBehind();
    await world.shop.send("DELETE", `/v1/webhook_endpoints/${id}`);
    await world.pass(5_000, 1_000);
    expect(waiting()).toEqual([]);
  });
});

const HOUR = 3_600_000;

function encoded(item: Readonly<Record<string, unknown>> = {}): object {
  const value = (one: unknown) => (typeof one === "bigint" ? { N: `${one}` } : { S: one });
  return Object.fromEntries(Object.entries(item).map(([name, one]) => [name, value(one)]));
}
