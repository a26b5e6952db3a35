import { beforeEach, describe, expect, it } from "vitest";
import { apiClient, funded, type ApiRequest } from "../platform/api-client.ts";
import { createIssuer } from "../platform/tokens.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let payee: string;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  source = await funded(platform, "eu", 10_000);
  payee = await shop.open("eu");
});

async function nothingWritten(): Promise<void> {
  expect(await shop.figures(source)).toEqual([10_000, 10_000, 0]);
  expect(await shop.figures(payee)).toEqual([0, 0, 0]);
}

describe("a body that is wrong names the field and writes nothing", () => {
  const rows: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
    ["a decimal amount", { amount: 12.5 }, "amount", "must be a whole number of minor units, without decimals"],
    ["a negative amount", { amount: -1 }, "amount", "must be greater than zero"],
    ["a zero amount", { amount: 0 }, "amount", "must be greater than zero"],
    ["an amount beyond 2^53-1", { amount: 2 ** 53 }, "amount", "must not exceed 9007199254740991"],
    ["an amount as text", { amount: "100" }, "amount", "must be a whole number of minor units"],
    ["no amount", { amount: undefined }, "amount", "is required"],
    ["an unknown currency", { currency: "EUX" }, "currency", "is not an active ISO 4217 code"],
    ["a currency in lower case", { currency: "eur" }, "currency", "is not an active ISO 4217 code"],
    ["a payee that is no account", { payee: "acc_1" }, "payee", "is not an account id (acc_{cell}_{32 hex digits})"],
    ["a payee of no cell", { payee: `acc_xx_${"a".repeat(32)}` }, "payee", "is at home in no cell of this platform"],
    ["a capture of no kind", { capture: "later" }, "capture", 'must be "automatic" or "manual"'],
    ["a field too many", { tenant: "other" }, "tenant", "is not a field of this request"],
  ];
  it.each(rows)("%s", async (_, change, field, message) => {
    const body = { payee, amount: 100, currency: "EUR", ...change };
    const answer = await shop.post(`/v1/accounts/${source}/payments`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request", errors: [{ field, message }] } });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    await nothingWritten();
  });

  it("an account cannot pay itself", async () => {
    const answer = await shop.pay(source, source, 100);
    expect(answer.body).toMatchObject({
      errors: [{ field: "payee", message: "must be another account than the source" }],
    });
  });
});

describe("a request that is wrong has its own code", () => {
  const good = () => ({ payee, amount: 100, currency: "EUR" });
  const rows: readonly (readonly [string, ApiRequest | (() => ApiRequest), number, string])[] = [
    ["no idempotency key", { key: undefined }, 400, "idempotency_key_missing"],
    ["an overlong idempotency key", { key: "k".repeat(256) }, 400, "idempotency_key_invalid"],
    ["a key of other characters", { key: "clé" }, 400, "idempotency_key_invalid"],
    ["another content type", { headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
    ["a body that is no JSON", { body: "{" }, 400, "malformed_request"],
    [
      "a body over the limit",
      () => ({ body: JSON.stringify({ ...good(), x: "y".repeat(70_000) }) }),
      413,
      "body_too_large",
    ],
    ["no token", { token: undefined }, 401, "token_missing"],
    ["text for a token", { token: "abc" }, 401, "token_invalid"],
  ];
  it.each(rows)("%s", async (_, change, status, code) => {
    const request = typeof change === "function" ? change() : change;
    const answer = await shop.send("POST", `/v1/accounts/${source}/payments`, { body: good(), ...request });
    expect(answer).toMatchObject({ status, body: { code, status, cell: "eu" } });
    await nothingWritten();
  });

  it("the longest allowed key is taken", async () => {
    expect(await shop.pay(source, payee, 1, {}, "k".repeat(255))).toMatchObject({ status: 201 });
  });

  it("a key used again with another body is refused", async () => {
    await shop.pay(source, payee, 100, {}, "again");
    const answer = await shop.pay(source, payee, 101, {}, "again");
    expect(answer).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    expect(await shop.figures(source)).toEqual([9_900, 9_900, 0]);
  });

  it("a key used again with the fields in another order is a replay", async () => {
    const path = `/v1/accounts/${source}/payments`;
    const first = await shop.send("POST", path, { key: "o", body: `{"payee":"${payee}","amount":5,"currency":"EUR"}` });
    const second = await shop.send("POST", path, {
      key: "o",
      body: `{"currency":"EUR","amount":5,"payee":"${payee}"}`,
    });
    expect(second).toMatchObject({ status: 201, body: first.body });
  });
});

describe("a token that is wrong says nothing more than that", () => {
  const rows: readonly (readonly [string, () => string])[] = [
    ["expired", () => platform.token("eu", { exp: Math.floor(platform.kernel.now() / 1000) })],
    ["not valid yet", () => platform.token("eu", { nbf: Math.floor(platform.kernel.now() / 1000) + 60 })],
    ["without an end", () => platform.token("eu", { exp: undefined })],
    ["of a client nobody knows", () => platform.token("eu", { client_id: "stranger" })],
    ["an identity token", () => platform.token("eu", { token_use: "id" })],
    ["from another issuer", () => createIssuer("eu-west-3").token({ client_id: "shop-client", exp: 4e9 })],
    ["signed by another key", () => forged()],
    [
      "signed with a shared secret",
      () => platform.cell("eu").issuer.token({ client_id: "shop-client", exp: 4e9 }, { alg: "HS256" }),
    ],
    ["unsigned", () => `${platform.token("eu").split(".").slice(0, 2).join(".")}.`],
  ];
  function forged(): string {
    const other = createIssuer("eu-west-1");
    const [header] = platform.token("eu").split(".");
    const [, payload, signature] = other.token({ client_id: "shop-client", exp: 4e9 }).split(".");
    return [header, payload, signature].join(".");
  }
  it.each(rows)("%s", async (_, token) => {
    const answer = await shop.send("GET", `/v1/accounts/${source}`, { token: token() });
    expect(answer).toMatchObject({
      status: 401,
      body: {
        code: "token_invalid",
        detail: "The token is expired, forged, or from an issuer or client unknown here.",
      },
    });
  });

  it("a token of another cell's issuer speaks for the tenant that the directory gives its client", async () => {
    const answer = await shop.send("GET", `/v1/accounts/${source}`, { token: platform.token("us") });
    expect(answer).toMatchObject({ status: 200, body: { id: source } });
  });

  it("a scope that is missing is named", async () => {
    const token = platform.token("eu", { scope: "payments/read" });
    const answer = await shop.send("POST", `/v1/accounts/${source}/payments`, { token });
    expect(answer).toMatchObject({ status: 403, body: { code: "scope_missing" } });
    expect(answer.body["detail"]).toBe("The token lacks the scope payments/write.");
  });

  it("money enters with the operator's scope alone", async () => {
    const settlement = await shop.open("eu", { kind: "settlement", currency: "USD" });
    const token = platform.token("eu", { scope: "payments/write" });
    const body = { payee: await shop.open("eu", { currency: "USD" }), amount: 100, currency: "USD" };
    const answer = await shop.send("POST", `/v1/accounts/${settlement}/payments`, { token, body });
    expect(answer).toMatchObject({ status: 403, body: { detail: "The token lacks the scope ops/write." } });
  });
});

describe("what is another tenant's looks as if it were missing", () => {
  const rows: readonly (readonly [string, "GET" | "POST", (id: string) => string])[] = [
    ["reading the account", "GET", (id) => `/v1/accounts/${id}`],
    ["reading the balance", "GET", (id) => `/v1/accounts/${id}/balance`],
    ["closing it", "POST", (id) => `/v1/accounts/${id}/close`],
  ];
  it.each(rows)("%s", async (_, method, path) => {
    const other = apiClient(platform, { client_id: "other-client" });
    const foreign = await other.send(method, path(source));
    const missing = await other.send(method, path(`acc_eu_${"0".repeat(32)}`));
    const unsaid = { instance: "", request_id: "" };
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, ...unsaid }).toEqual({ ...missing.body, ...unsaid });
  });

  it("paying from it", async () => {
    const other = apiClient(platform, { client_id: "other-client" });
    expect(await other.pay(source, payee, 100)).toMatchObject({ status: 404, body: { code: "not_found" } });
    await nothingWritten();
  });

  it("an id of no cell, and no id at all", async () => {
    for (const id of [`acc_xx_${"0".repeat(32)}`, "nonsense"]) {
      expect(await shop.send("GET", `/v1/accounts/${id}`, { cell: "eu" })).toMatchObject({ status: 404 });
    }
  });
});

it("nothing secret and nothing personal is logged", async () => {
  const broken = () => Promise.reject(new Error("the table is gone"));
  Object.assign(platform.cell("eu").ledger, { commit: broken });
  const answer = await shop.pay(source, payee, 100, { reference: "Rent of Jane Doe" }, "secret-key");
  expect(answer).toMatchObject({ status: 500, body: { code: "internal_error", retryable: true } });
  expect(JSON.stringify(answer.body)).not.toContain("the table is gone");
  const log = platform.logged.join("\n");
  expect(log).toContain("the table is gone");
  for (const secret of ["Jane Doe", "secret-key", "eyJ", "Bearer"]) expect(log).not.toContain(secret);
});
