import { beforeAll, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let other: ReturnType<typeof apiClient>;
let source: string;
let near: string;
let far: string;
let foreign: string;
let paid: string;
let held: string;

/** What a list has answered. */
const rows = (body: Readonly<Record<string, unknown>>) => body["data"] as readonly Record<string, unknown>[];

/** A few payments within a cell and between cells, of one tenant and of two, over a month. */
beforeAll(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  other = apiClient(platform, { client_id: "other-client" });
  source = await funded(platform, "eu", 10_000);
  await platform.kernel.advance(5);
  [near, far, foreign] = [await shop.open("eu"), await shop.open("us"), await other.open("us")];
  paid = String((await shop.pay(source, near, 700, { reference: "invoice 7" })).body["id"]);
  await platform.settle();
  for (const [payee, amount] of [
    [far, 300],
    [foreign, 200],
    [near, 1_000_000],
  ] as const) {
    await shop.pay(source, payee, amount);
    await platform.kernel.advance(5);
  }
  held = String((await shop.pay(source, far, 900, { capture: "manual", expires_in: 60 })).body["id"]);
  await platform.settle();
  await shop.post(`/v1/payments/${paid}/refunds`, { amount: 100 });
  await platform.settle();
  // Hours of quiet would look like a projector that stands still.
  await shop.open("eu");
  await platform.kernel.advance(1_000);
  await platform.project();
  await platform.kernel.advance(4_000);
}, 60_000);

const now = () => new Date(platform.kernel.now()).toISOString();

describe.each(["eu", "us"])("the views of cell %s", (cell) => {
  it("list what was booked on an account, the newest last, with the other end", async () => {
    const { status, body } = await shop.get(`/v1/accounts/${source}/entries`, { cell });
    expect(status).toBe(200);
    expect(rows(body).map(({ amount, kind, counterparty }) => [amount, kind, counterparty])).toEqual([
      [10_000, "payment", expect.stringMatching(/^acc_eu_/)],
      [-700, "payment", near],
      [-300, "payment", far],
      [-200, "payment", foreign],
      [100, "refund", near],
    ]);
    const { body: away } = await shop.get(`/v1/accounts/${far}/entries`, { cell });
    expect(rows(away)).toMatchObject([{ object: "entry", amount: 300, kind: "credited", counterparty: source }]);
    expect(body).toMatchObject({ has_more: false, next_cursor: null, stale: false, as_of: expect.any(String) });
  });

  it("list a tenant's payments, its own and those it was paid, as they stand", async () => {
    const { body } = await shop.get("/v1/payments", { cell });
    const states = rows(body).map(({ amount, state, source: from }) => [amount, state, from === source]);
    expect(states).toEqual([
      [10_000, "completed", false],
      [700, "completed", true],
      [300, "completed", true],
      [200, "completed", true],
      [1_000_000, "declined", true],
      [900, "expired", true],
    ]);
    expect(rows(body)[1]).toMatchObject({
      object: "payment",
      id: paid,
      refundable: 600,
      operations: [{ amount: 100 }],
    });
    const theirs = await other.get("/v1/payments", { cell });
    expect(rows(theirs.body)).toMatchObject([{ amount: 200, payee: foreign }]);
    const same = await shop.get(`/v1/payments/${paid}`, { cell: "eu" });
    const { as_of: _, stale: __, ...payment } = same.body;
    expect(rows(body)[1]).toEqual(payment);
  });

  it("filter payments by account, state, time and reference", async () => {
    const amounts = async (query: string) =>
      rows((await shop.get(`/v1/payments?${query}`, { cell })).body).map(({ amount }) => amount);
    expect(await amounts(`account=${near}`)).toEqual([700]);
    expect(await amounts(`account=${source}&state=completed`)).toEqual([10_000, 700, 300, 200]);
    expect(await amounts("state=declined")).toEqual([1_000_000]);
    expect(await amounts(`account=${source}&reference=invoice%207`)).toEqual([700]);
    expect(await amounts(`account=${near}&reference=invoice%207`)).toEqual([]);
    const third = rows((await shop.get("/v1/payments", { cell })).body)[2]?.["created_at"];
    expect(await amounts(`to=${String(third)}`)).toEqual([10_000, 700]);
    expect(await amounts(`from=${String(third)}&state=completed`)).toEqual([300, 200]);
  });

  it("tell all of a tenant's events, each once, in the order in which the cell learned of them", async () => {
    const { body } = await shop.get("/v1/events", { cell });
    expect(rows(body)).toMatchObject([
      { object: "event", type: "authorization.expired", account: source, payment: held },
    ]);
    const known = await shop.get(`/v1/accounts/${source}/events`);
    expect(rows(body)).toEqual(rows(known.body));
    expect(rows((await other.get("/v1/events", { cell })).body)).toEqual([]);
  });

  it("know a balance of any past moment", async () => {
    const at = async (moment: string) => (await shop.get(`/v1/accounts/${source}/balance?at=${moment}`, { cell })).body;
    const entries = rows((await shop.get(`/v1/accounts/${source}/entries`, { cell })).body);
    const [funding, first] = entries.map(({ booked_at: booked }) => String(booked));
    expect(await at(String(funding))).toMatchObject({
      object: "balance",
      posted: 10_000,
      currency: "EUR",
      at: funding,
    });
    expect(await at(String(first))).toMatchObject({ posted: 9_300 });
    expect(await at(now())).toMatchObject({ posted: 8_900, stale: false });
    expect(await at("2001-01-01")).toMatchObject({ posted: 0 });
  });

  it("give an account's statement of a month", async () => {
    const month = now().slice(0, 7);
    const { body } = await shop.get(`/v1/accounts/${source}/statements/${month}`, { cell });
    expect(body).toMatchObject({ object: "statement", month, opening: 0, closing: 8_900, closed: false });
    expect(body["entries"]).toHaveLength(5);
    const earlier = await shop.get(`/v1/accounts/${source}/statements/2001-01`, { cell });
    expect(earlier.body).toMatchObject({ opening: 0, closing: 0, closed: true, entries: [] });
  });
});

describe("pages of views", () => {
  it.each(["/v1/payments", "/v1/accounts/{source}/entries"])("of %s have each item once", async (path) => {
    const list = path.replace("{source}", source);
    const all = rows((await shop.get(list)).body).map(({ id }) => id);
    const seen: unknown[] = [];
    let query = "?limit=2";
    for (let page = 0; page < 5 && query !== ""; page += 1) {
      const { body } = await shop.get(`${list}${query}`);
      seen.push(...rows(body).map(({ id }) => id));
      query = body["has_more"] === true ? `?limit=2&cursor=${String(body["next_cursor"])}` : "";
    }
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThanOrEqual(5);
  });
});

describe("an account's payments, of which some are among its entries", () => {
  it.each([1, 2, 3, 100])("come in the order in which they were made, each once, %d a page", async (limit) => {
    const seen: unknown[] = [];
    let after = "";
    for (let page = 0; page < 8; page += 1) {
      const { body } = await shop.get(`/v1/payments?account=${source}&limit=${limit}${after}`);
      seen.push(...rows(body).map(({ amount, state }) => [amount, state]));
      if (body["has_more"] !== true) break;
      after = `&cursor=${String(body["next_cursor"])}`;
    }
    expect(seen).toEqual([
      [10_000, "completed"],
      [700, "completed"],
      [300, "completed"],
      [200, "completed"],
      [1_000_000, "declined"],
      [900, "expired"],
    ]);
  });
});

describe("what is refused", () => {
  const cursor = async (path: string) => String((await shop.get(`${path}limit=1`)).body["next_cursor"]);

  it.each([
    ["/balance?at=tomorrow", "at"],
    ["/balance?at=2027-02-30T00:00:00Z", "at"],
    ["/balance?at=9998-01-01", "at"],
    ["/balance?at=0000-01-01T00:00:00%2B14:00", "at"],
    ["/entries?from=x", "from"],
    ["/entries?from=2027-02-02&to=2027-02-01", "to"],
    ["/entries?limit=0", "limit"],
    ["/entries?cursor=AAAA", "cursor"],
    ["/statements/2027-13", "month"],
    ["/statements/9000-01", "month"],
    ["/statements/2001-01?format=pdf", "format"],
    ["/statements/2001-01?cursor=x", "cursor"],
  ])("%s says that %s is wrong", async (path, field) => {
    const { status, body } = await shop.get(`/v1/accounts/${source}${path}`);
    expect([status, body["code"]]).toEqual([400, "invalid_request"]);
    expect(body["errors"]).toMatchObject([{ field }]);
  });

  it.each(["account=x", "state=lost", "reference=alone"])("payments?%s", async (query) => {
    const { status, body } = await shop.get(`/v1/payments?${query}`);
    expect(status).toBe(400);
    expect(body["errors"]).toMatchObject([{ field: query.split("=")[0] }]);
  });

  it("a cursor of another list, or of the same with other filters", async () => {
    const entries = await cursor(`/v1/accounts/${source}/entries?`);
    expect((await shop.get(`/v1/payments?cursor=${entries}`)).status).toBe(400);
    const filtered = await cursor("/v1/payments?state=completed&");
    expect((await shop.get(`/v1/payments?cursor=${filtered}`)).status).toBe(400);
    expect((await shop.get(`/v1/payments?state=completed&cursor=${filtered}`)).status).toBe(200);
  });

  it.each(["/v1/payments?", "/v1/accounts/SOURCE/entries?"])("a changed cursor of %s", async (path) => {
    const list = path.replace("SOURCE", source);
    const [mark = "", last = ""] = Buffer.from(await cursor(list), "base64url")
      .toString()
      .split(/:(.*)/s);
    for (const changed of [last.slice(1), `${last}0`, "z", "\0", "a".repeat(2_000)]) {
      const text = Buffer.from(`${mark}:${changed}`).toString("base64url");
      const { status, body } = await shop.get(`${list}cursor=${text}`);
      expect([status, body["errors"]]).toMatchObject([400, [{ field: "cursor" }]]);
    }
  });

  it("another tenant's account, and a token without the scope", async () => {
    for (const path of ["/entries", "/statements/2001-01", "/balance?at=2001-01-01"]) {
      expect((await other.get(`/v1/accounts/${source}${path}`)).status).toBe(404);
      const token = platform.token("eu", { scope: "payments/read" });
      expect((await shop.get(`/v1/accounts/${source}${path}`, { token })).status).toBe(403);
    }
    expect((await other.get(`/v1/payments?account=${source}`)).status).toBe(404);
    const token = platform.token("eu", { scope: "accounts/read" });
    expect((await shop.get("/v1/payments", { token })).status).toBe(403);
  });

  it("a form of statement that there is none of", async () => {
    const path = `/v1/accounts/${source}/statements/2001-01`;
    expect((await shop.get(path, { headers: { accept: "image/png" } })).body["code"]).toBe("not_acceptable");
  });
});

describe("how fresh views are", () => {
  it("is told: stale once no change has come for long, though every cell's canary makes some", async () => {
    await platform.kernel.advance(60_000);
    await platform.renewLeases();
    await platform.kernel.advance(2_001);
    expect((await shop.get("/v1/payments")).body).toMatchObject({ stale: true });
  });
});
