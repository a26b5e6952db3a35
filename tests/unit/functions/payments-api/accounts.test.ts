import { beforeEach, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
});

const opening = (cell: string, key?: string) => ({
  body: { currency: "EUR" },
  cell,
  headers: { "home-cell": cell },
  ...(key === undefined ? {} : { key }),
});

describe("opening an account", () => {
  it("puts its home into its id", async () => {
    const answer = await shop.send("POST", "/v1/accounts", opening("us"));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ object: "account", home_cell: "us", kind: "customer", status: "open" });
    expect(answer.body["id"]).toMatch(/^acc_us_[0-9a-f]{32}$/);
  });

  it("answers the same for the same key, also after the account was closed", async () => {
    const first = await shop.send("POST", "/v1/accounts", opening("eu", "one"));
    await shop.post(`/v1/accounts/${String(first.body["id"])}/close`, {});
    const again = await shop.send("POST", "/v1/accounts", opening("eu", "one"));
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  it("needs a home cell that exists", async () => {
    const answer = await shop.send("POST", "/v1/accounts", { ...opening("eu"), headers: { "home-cell": "mars" } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: "Home-Cell" }] } });
  });

  it("is misdirected in another cell than the home", async () => {
    const answer = await shop.send("POST", "/v1/accounts", { ...opening("eu"), headers: { "home-cell": "us" } });
    expect(answer).toMatchObject({ status: 421 });
    expect(answer.headers.get("home-cell")).toBe("us");
  });

  it("lets an account go below zero as far as its overdraft limit", async () => {
    const [source, payee] = [await shop.open("eu", { overdraft_limit: 500 }), await shop.open("eu")];
    expect(await shop.figures(source)).toEqual([0, 500, 0]);
    expect(await shop.pay(source, payee, 501)).toMatchObject({ status: 422 });
    expect(await shop.pay(source, payee, 500)).toMatchObject({ status: 201 });
    expect(await shop.figures(source)).toEqual([-500, 0, 0]);
  });

  it("an overdraft needs a scope of its own: it is money that nobody has brought in", async () => {
    const token = platform.token("eu", { scope: "accounts/write" });
    const opened = (overdraft_limit: number) =>
      shop.send("POST", "/v1/accounts", { ...opening("eu"), body: { currency: "EUR", overdraft_limit }, token });
    expect(await opened(1)).toMatchObject({ status: 403, body: { code: "scope_missing" } });
    expect(await opened(0)).toMatchObject({ status: 201 });
  });

  it("a settlement account needs the operator's scope, and there is one for each cell and currency", async () => {
    const plain = platform.token("eu", { scope: "accounts/write" });
    const body = { currency: "EUR", kind: "settlement" };
    const refused = await shop.send("POST", "/v1/accounts", { ...opening("eu"), body, token: plain });
    expect(refused).toMatchObject({ status: 403 });
    const ops = apiClient(platform, { client_id: "ops-client" });
    const first = await ops.open("eu", { kind: "settlement" });
    expect(await ops.open("eu", { kind: "settlement" })).toBe(first);
    const other = await shop.send("POST", "/v1/accounts", { ...opening("eu"), body });
    expect(other).toMatchObject({ status: 404 });
  });
});

describe("closing an account", () => {
  it("is refused while it holds money, or holds some back", async () => {
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    const close = () => shop.post(`/v1/accounts/${source}/close`, {});
    expect(await close()).toMatchObject({ status: 422, body: { code: "balance_not_zero" } });
    await shop.pay(source, payee, 1_000);
    expect(await close()).toMatchObject({ status: 200, body: { status: "closed" } });
    expect(await shop.pay(source, payee, 1)).toMatchObject({ status: 422, body: { code: "account_closed" } });
    expect(await shop.pay(payee, source, 1)).toMatchObject({ status: 422, body: { code: "payee_closed" } });
  });

  it("twice is harmless", async () => {
    const account = await shop.open("eu");
    await shop.post(`/v1/accounts/${account}/close`, {});
    const again = await shop.post(`/v1/accounts/${account}/close`, {});
    expect(again).toMatchObject({ status: 200, body: { status: "closed" } });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });
});
