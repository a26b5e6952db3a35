import { beforeEach, describe, expect, it } from "vitest";
import { ENDPOINTS_MAX, endpointFrom, signingSecrets } from "../../../../functions/domain/webhook-endpoints.ts";
import { apiClient } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

const PATH = "/v1/webhook_endpoints";
const RECEIVER = "https://shop.example/hooks";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
});

function make(body: object = { url: RECEIVER }, more: { key?: string; cell?: string; home?: string } = {}) {
  const { cell = "eu", home = cell, key } = more;
  return shop.post(PATH, body, { cell, headers: { "home-cell": home }, ...(key === undefined ? {} : { key }) });
}

async function made(body?: object, cell = "eu"): Promise<string> {
  const { status, body: answer } = await make(body, { cell });
  expect(status).toBe(201);
  return String(answer["id"]);
}

describe("an endpoint", () => {
  it("is made with a secret that is told this once, and kept under a key of its own", async () => {
    const { status, headers, body } = await make();
    expect(status).toBe(201);
    expect(headers.get("home-cell")).toBe("eu");
    expect(body).toEqual({
      object: "webhook_endpoint",
      id: expect.stringMatching(/^whk_eu_[0-9a-f]{32}$/),
      url: RECEIVER,
      events: null,
      status: "enabled",
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      created_at: expect.any(String),
    });
    const { secret: _, ...rest } = body;
    expect((await shop.get(`${PATH}/${String(body["id"])}`)).body).toEqual(rest);
    expect((await shop.get(PATH)).body).toEqual({ data: [rest] });
    const stored = await platform.cell("eu").ledger.partition("eu#hooks#shop");
    const text = JSON.stringify(stored, (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
    expect(text).not.toContain(String(body["secret"]).slice("whsec_".length));
  });

  it("is made once for each key, and its secret told once", async () => {
    const first = await make(undefined, { key: "k" });
    const again = await make(undefined, { key: "k" });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const { secret: _, ...rest } = first.body;
    expect(again).toMatchObject({ status: 201, body: rest });
    expect(again.body["secret"]).toBeUndefined();
    const other = await make({ url: "https://other.example/" }, { key: "k" });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  it("tells its secret though the reply to the write that made it was lost: nobody else could", async () => {
    const { service } = platform.dynamoDb;
    const handle = service.handle.bind(service);
    let lost = 0;
    Object.assign(service, {
      async handle(call: Parameters<typeof handle>[0]) {
        const answer = await handle(call);
        if (call.action !== "TransactWriteItems" || lost > 0) return answer;
        lost += 1;
        throw Object.assign(new Error("the reply was lost"), { name: "TimeoutError" });
      },
    });
    const { status, headers, body } = await make();
    expect({ status, lost }).toEqual({ status: 201, lost: 1 });
    expect(headers.get("idempotent-replayed")).toBeNull();
    expect(body["secret"]).toMatch(/^whsec_/);
  });

  it("is seen, but not changed, in other cells", async () => {
    const id = await made();
    await platform.kernel.advance(2_001);
    await platform.renewLeases();
    expect((await shop.get(`${PATH}/${id}`, { cell: "us" })).body).toMatchObject({ id, url: RECEIVER });
    const change = await shop.send("PATCH", `${PATH}/${id}`, { cell: "us", body: { status: "disabled" } });
    expect(change).toMatchObject({ status: 421, body: { code: "misdirected" } });
    expect(change.headers.get("home-cell")).toBe("eu");
    expect(await make(undefined, { cell: "us", home: "eu" })).toMatchObject({ status: 421 });
  });

  it("is nobody else's", async () => {
    const id = await made();
    const other = apiClient(platform, { client_id: "other-client" });
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/rotate_secret"],
      ["GET", "/deliveries"],
    ] as const) {
      expect((await other.send(method, `${PATH}/${id}${path}`)).status, `${method} ${path}`).toBe(404);
    }
    const body = { from: "2025-01-01", to: "2025-01-02" };
    expect((await other.post(`${PATH}/${id}/replay`, body)).status).toBe(404);
    expect((await other.get(PATH)).body).toEqual({ data: [] });
  });

  it("changes where it is and what it is sent", async () => {
    const id = await made({ url: RECEIVER, events: ["payout.settled"] });
    const change = (body: object) => shop.send("PATCH", `${PATH}/${id}`, { body });
    expect((await change({ url: "https://b.example/" })).body).toMatchObject({ url: "https://b.example/" });
    expect((await change({ events: null })).body).toMatchObject({ url: "https://b.example/", events: null });
    expect((await change({ status: "disabled" })).body).toMatchObject({ status: "disabled", events: null });
    expect((await change({ status: "enabled", events: ["payout.rejected"] })).body).toMatchObject({
      status: "enabled",
      events: ["payout.rejected"],
    });
  });

  it("is gone once it was deleted, and its place is free", async () => {
    for (let count = 0; count < ENDPOINTS_MAX; count += 1) await made();
    expect(await make()).toMatchObject({ status: 422, body: { code: "too_many_endpoints", retryable: false } });
    const { body } = await shop.get(PATH);
    // The form of the API's answer.
    const [first] = body["data"] as readonly { readonly id: string }[];
    expect((await shop.send("DELETE", `${PATH}/${first?.id}`)).body).toMatchObject({ status: "deleted" });
    expect((await shop.send("DELETE", `${PATH}/${first?.id}`)).status).toBe(404);
    expect((await make()).status).toBe(201);
    const [row] = (await platform.cell("eu").ledger.partition("eu#hooks#shop")).filter(
      ({ item }) => item["id"] === first?.id,
    );
    expect(Object.keys(row?.item ?? {})).not.toContain("box");
  });
});

describe("a secret", () => {
  it("is replaced, once for each key, and the old one named for as long as it signs", async () => {
    const id = await made();
    const rotate = (key: string, body: object = {}) => shop.post(`${PATH}/${id}/rotate_secret`, body, { key });
    const first = await rotate("r1", { keep_old_for: 60 });
    expect(first).toMatchObject({ status: 200, body: { id, secret: expect.stringMatching(/^whsec_/) } });
    const until = Date.parse(String(first.body["old_secret_until"]));
    expect(until).toBe(platform.kernel.now() + 60_000);
    const again = await rotate("r1", { keep_old_for: 60 });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.body["secret"]).toBeUndefined();
    const second = await rotate("r2");
    expect(second.body["secret"]).not.toBe(first.body["secret"]);
    expect(Date.parse(String(second.body["old_secret_until"]))).toBe(platform.kernel.now() + 24 * 3_600_000);
    await platform.kernel.advance(24 * 3_600_000);
    await platform.renewLeases();
    expect((await shop.get(`${PATH}/${id}`)).body["old_secret_until"]).toBeUndefined();
  });
});

describe("a key that a secret was replaced by", () => {
  let id: string;
  const rotate = (key: string, more: { readonly body?: object; readonly cell?: string } = {}) =>
    shop.post(`${PATH}/${id}/rotate_secret`, more.body ?? {}, { key, cell: more.cell ?? "eu" });

  beforeEach(async () => {
    id = await made();
  });

  it("is good for one secret, however many other keys were used since", async () => {
    const secrets = new Set<unknown>();
    for (const key of ["a", "b", "c"]) secrets.add((await rotate(key)).body["secret"]);
    expect(secrets.size).toBe(3);
    const before = (await shop.get(`${PATH}/${id}`)).body;
    for (const key of ["a", "b", "c"]) {
      const again = await rotate(key);
      expect(again, key).toMatchObject({ status: 200, body: before });
      expect(again.headers.get("idempotent-replayed"), key).toBe("true");
      expect(again.body["secret"], key).toBeUndefined();
    }
    expect((await shop.get(`${PATH}/${id}`)).body).toEqual(before);
  });

  it("is another one at another endpoint", async () => {
    await rotate("a");
    id = await made({ url: "https://b.example/" });
    expect((await rotate("a")).body["secret"]).toMatch(/^whsec_/);
  });

  it("is known to every cell that has heard of it, and misdirected in any other", async () => {
    await platform.settle();
    await rotate("a");
    expect(await rotate("a", { cell: "us" })).toMatchObject({ status: 421 });
    await platform.settle();
    const again = await rotate("a", { cell: "us" });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
  });

  it("used with another body is refused", async () => {
    await rotate("a", { body: { keep_old_for: 60 } });
    const other = await rotate("a", { body: { keep_old_for: 61 } });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  it("used twice at once gives one secret, and one of the two is told it", async () => {
    const both = await Promise.all([rotate("a"), rotate("a")]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.filter(({ body }) => body["secret"] !== undefined)).toHaveLength(1);
    expect((await rotate("a")).headers.get("idempotent-replayed")).toBe("true");
  });

  it("tells its secret though the reply to the write was lost: nobody else could", async () => {
    const { service } = platform.dynamoDb;
    const handle = service.handle.bind(service);
    let lost = 0;
    Object.assign(service, {
      async handle(call: Parameters<typeof handle>[0]) {
        const answer = await handle(call);
        if (call.action !== "TransactWriteItems" || lost > 0) return answer;
        lost += 1;
        throw Object.assign(new Error("the reply was lost"), { name: "TimeoutError" });
      },
    });
    const { status, headers, body } = await rotate("a");
    expect({ status, lost }).toEqual({ status: 200, lost: 1 });
    expect(headers.get("idempotent-replayed")).toBeNull();
    expect(body["secret"]).toMatch(/^whsec_/);
  });
});

describe("a secret whose successor nobody heard of", () => {
  let id: string;
  const rotate = (body: object) => shop.post(`${PATH}/${id}/rotate_secret`, body);
  const hours = (count: number) => platform.kernel.advance(count * 3_600_000).then(() => platform.renewLeases());

  /** The sealed secrets that sign now. */
  async function signing(): Promise<readonly string[]> {
    const rows = await platform.cell("eu").ledger.partition("eu#hooks#shop");
    const row = rows.find(({ item }) => item["id"] === id);
    return signingSecrets(endpointFrom(row?.item ?? {}), platform.kernel.now()).map(({ box }) => box);
  }

  beforeEach(async () => {
    id = await made();
  });

  it("goes on signing for its own time when it is rotated again", async () => {
    const [known] = await signing();
    await rotate({ keep_old_for: 2 * 3_600 });
    await rotate({ keep_old_for: 3 * 3_600 });
    expect(await signing()).toHaveLength(3);
    expect((await signing())[2]).toBe(known);
    await hours(2);
    expect(await signing()).toHaveLength(2);
    expect(await signing()).not.toContain(known);
    await hours(1);
    expect(await signing()).toHaveLength(1);
  });

  it("stops with the other where no old one is to sign", async () => {
    await rotate({ keep_old_for: 3_600 });
    await rotate({ keep_old_for: 0 });
    expect(await signing()).toHaveLength(1);
  });

  it("is gone once its endpoint is", async () => {
    for (let turn = 0; turn < 2; turn += 1) await rotate({ keep_old_for: 3_600 });
    await shop.send("DELETE", `${PATH}/${id}`);
    expect(await signing()).toEqual([]);
  });
});

describe("bad input", () => {
  const wrong: readonly (readonly [what: string, body: object, field: string, message: string])[] = [
    ["no URL", {}, "url", "is required"],
    ["another scheme", { url: "http://shop.example/" }, "url", "must begin with https://"],
    ["an address", { url: "https://10.0.0.1/" }, "url", "must name a host by its name, not by an address"],
    [
      "a metadata service",
      { url: "https://169.254.169.254/" },
      "url",
      "must name a host by its name, not by an address",
    ],
    [
      "an address in disguise",
      { url: "https://0xa9fea9fe/" },
      "url",
      "must name a host by its name, not by an address",
    ],
    ["this machine", { url: "https://localhost/" }, "url", "must name a host that is on the internet"],
    ["a number", { url: 7 }, "url", "must be text"],
    ["an unknown type", { url: RECEIVER, events: ["payment.imagined"] }, "events.0", "must be one of"],
    ["no type at all", { url: RECEIVER, events: [] }, "events", "must name a type of events"],
    ["something else", { url: RECEIVER, secret: "whsec_mine" }, "secret", "is not a field of this request"],
  ];
  it.each(wrong)("%s", async (_, body, field, message) => {
    const answer = await make(body);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(answer.body["errors"]).toMatchObject([{ field, message: expect.stringContaining(message) }]);
  });

  it("a home that there is not, no key, no scope", async () => {
    expect(await make(undefined, { home: "mars" })).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    const headers = { "home-cell": "eu" };
    expect(await shop.post(PATH, { url: RECEIVER }, { headers, key: undefined })).toMatchObject({ status: 400 });
    const reader = apiClient(platform, { scope: "webhooks/read accounts/write payments/write" });
    expect((await reader.post(PATH, { url: RECEIVER }, { headers })).status).toBe(403);
    expect((await reader.get(PATH)).status).toBe(200);
    expect((await apiClient(platform, { scope: "accounts/read" }).get(PATH)).status).toBe(403);
  });

  const ranges: readonly (readonly [from: string, to: string, field: string])[] = [
    ["yesterday", "2026-01-02", "from"],
    ["2026-01-01", "2026-02-31", "to"],
    ["2026-01-02", "2026-01-01", "to"],
    ["2026-01-01", "2026-01-01", "to"],
    ["2100-01-01", "2100-01-02", "from"],
  ];
  it.each(ranges)("a replay from %s to %s", async (from, to, field) => {
    const answer = await shop.post(`${PATH}/${await made()}/replay`, { from, to });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request", errors: [{ field }] } });
  });

  it("a replay's key used for another time", async () => {
    const id = await made();
    const ask = (to: string) => shop.post(`${PATH}/${id}/replay`, { from: "2025-01-01", to }, { key: "k" });
    expect((await ask("2025-01-02")).status).toBe(202);
    expect(await ask("2025-01-03")).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  it("an id that is none, or of a cell that there is not", async () => {
    for (const id of ["whk_eu_1", "whk_mars_00000000000000000000000000000000", "acc_eu_1"]) {
      expect((await shop.get(`${PATH}/${id}`, { cell: "eu" })).status, id).toBe(404);
    }
  });
});
