import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { parseBankReason } from "../../../../functions/domain/bank-answers.ts";
import type { Beneficiary } from "../../../../functions/domain/beneficiaries.ts";
import { parsePaymentId } from "../../../../functions/domain/ids.ts";
import { paymentKey } from "../../../../functions/domain/keys.ts";
import { paymentFrom } from "../../../../functions/domain/payments.ts";
import { endPayout, type PayoutEnd } from "../../../../functions/domain/payouts.ts";
import type { AppEnv } from "../../../../functions/payments-api/context.ts";
import type { Deps } from "../../../../functions/payments-api/deps.ts";
import { Problem } from "../../../../functions/payments-api/problems.ts";
import { accountPayoutRoutes, payoutRoutes } from "../../../../functions/payments-api/routes/payouts.ts";
import { createStripeChoice } from "../../../../functions/payments-api/stripe-choice.ts";
import { createTokenVerifier } from "../../../../functions/payments-api/tokens.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createControl } from "../../../../functions/stores/control.ts";
import { createGenerations } from "../../../../functions/stores/view-generations.ts";
import { createViews } from "../../../../functions/stores/views.ts";
import { canonicalJson } from "../../../../functions/stores/request-hash.ts";
import { EU, valueOf } from "../domain/world.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

let platform: Platform;
let account: string;
let kept: Map<string, Beneficiary>;
let routes: Record<"eu" | "us", Hono<AppEnv>>;

const REGIONS = { eu: "eu-west-1", us: "us-east-1" } as const;

beforeEach(async () => {
  platform = await createPlatform();
  kept = new Map();
  account = await funded(platform, "eu", 10_000);
  await apiClient(platform, { client_id: "ops-client" }).open("eu", { kind: "rails" });
  routes = { eu: routesOf("eu"), us: routesOf("us") };
});

/** The payout routes of a cell over its own stores, with a vault that remembers. */
function routesOf(cell: "eu" | "us"): Hono<AppEnv> {
  const { name, ledger } = platform.cell(cell);
  const tables = { ledgerTable: "prod-ledger", controlTable: `prod-${cell}-control`, viewsTable: "", vaultTable: "" };
  const { now, random } = platform.kernel;
  const clock = { now, monotonic: now, sleep: async () => {}, deadline: systemClock().deadline };
  const client = dynamoDbSeam(platform.dynamoDb.service, REGIONS[cell]);
  const control = createControl(client, `prod-${cell}-control`, clock);
  const hasher = { hash: async (body: Readonly<Record<string, unknown>>) => `v1:${canonicalJson(body)}` };
  const env = { cell: name, ...tables, vaultKey: "", requestHashKey: "", deliveriesTable: "", webhooksKey: "" };
  const vault = {
    async keep({ id, request }: { readonly id: string; readonly request: string }, beneficiary: Beneficiary) {
      kept.set(`${id} ${request}`, beneficiary);
    },
  };
  const generations = createGenerations(client, "", clock, random);
  const views = createViews(client, "", generations, clock, random);
  const never = () => Promise.reject(new Error("nobody asks for webhooks"));
  const endpoints = { ofTenant: never, one: never };
  const uploads = { put: never, get: never, counts: never, page: never, urlOf: never };
  const webhooks = { endpoints, webhookSecrets: { make: never }, deliveries: { page: never }, uploads };
  const stores = { ledger, control, views, vault, ...webhooks, hasher, log: () => {}, document: "{}" };
  const deps: Deps = { env, stores, clock, stripes: createStripeChoice(random) };
  const tokens = createTokenVerifier(control, clock);
  const app = new Hono<AppEnv>().use(async (c, next) => {
    c.set("tokens", tokens);
    await next();
  });
  app.onError((fault, c) => {
    if (!(fault instanceof Problem)) throw fault;
    for (const [header, value] of Object.entries(fault.headers)) c.header(header, value);
    return c.json({ code: fault.code, errors: fault.errors }, fault.status);
  });
  return app.route("/v1/accounts", accountPayoutRoutes(deps)).route("/v1/payouts", payoutRoutes(deps));
}

const ANA = { name: "Ana Núñez", iban: "NL91 ABNA 0417 1643 00" };

async function send(more: object = {}, key = "key-1", cell: "eu" | "us" = "eu", by = { account, claims: {} }) {
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${platform.token(cell, by.claims)}`,
    "idempotency-key": key,
  };
  const body = JSON.stringify({ amount: 4_000, currency: "EUR", beneficiary: ANA, ...more });
  const reply = await routes[cell].request(`/v1/accounts/${by.account}/payouts`, { method: "POST", headers, body });
  return { status: reply.status, headers: reply.headers, text: await reply.clone().text(), body: await bodyOf(reply) };
}

async function read(id: string, claims: object = {}) {
  const headers = { authorization: `Bearer ${platform.token("eu", { ...claims })}` };
  const reply = await routes.eu.request(`/v1/payouts/${id}`, { headers });
  return { status: reply.status, body: await bodyOf(reply) };
}

/** A JSON object, and the id that it may have. */
async function bodyOf(reply: Response): Promise<{ readonly id: string }> {
  return JSON.parse(await reply.text());
}

const figures = () => apiClient(platform).figures(account);

/** Ends a payout as its saga does. */
async function end(id: string, how: PayoutEnd): Promise<void> {
  const { ledger } = platform.cell("eu");
  const payment = paymentFrom((await ledger.get(paymentKey(EU, valueOf(parsePaymentId(id))))) ?? {});
  const decided = endPayout(payment, undefined, how, { cell: EU, epoch: 1n, at: BigInt(platform.kernel.now()) });
  if (decided.decision !== "write") throw new Error(decided.decision);
  const writes = decided.steps.map(({ write }) => write);
  expect(await ledger.commit(writes, () => true)).toEqual({ outcome: "committed" });
}

describe("a payout", () => {
  it("holds its amount, and names nobody in its answer or in the ledger", async () => {
    const answer = await send();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      object: "payout",
      account,
      amount: 4_000,
      currency: "EUR",
      state: "processing",
    });
    expect(await figures()).toEqual([10_000, 6_000, 4_000]);
    expect(answer.text).not.toMatch(/Ana|NL91/);
    const { pk } = paymentKey(EU, valueOf(parsePaymentId(answer.body.id)));
    const { request: _, ...entry } = (await platform.cell("eu").ledger.partition(pk))[0]?.item ?? {};
    // The hash of the request is a keyed one; the test's own shows what it is made of.
    expect(JSON.stringify(entry, (__, value) => (typeof value === "bigint" ? `${value}` : value))).not.toMatch(
      /Ana|NL91/,
    );
    expect([...kept.values()]).toEqual([{ name: "Ana Núñez", account: { kind: "iban", iban: "NL91ABNA0417164300" } }]);
  });

  it("sent again is answered the same, and holds once", async () => {
    const first = await send();
    const again = await send();
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await figures()).toEqual([10_000, 6_000, 4_000]);
  });

  it("under a key that was used for another beneficiary is refused, and whom the first pays stays", async () => {
    await send();
    const other = await send({ beneficiary: { ...ANA, iban: "GB29NWBK60161331926819" } });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    expect(kept.size).toBe(2);
  });

  it("without the money is declined for good", async () => {
    const answer = await send({ amount: 10_001 });
    expect(answer).toMatchObject({ status: 422, body: { code: "insufficient_funds" } });
    expect(await figures()).toEqual([10_000, 10_000, 0]);
    expect(await send({ amount: 10_001 })).toMatchObject({ status: 422, body: { code: "insufficient_funds" } });
  });

  it.each([
    [{ iban: "NL91ABNA0417164301" }, "beneficiary.iban", "has wrong check digits"],
    [{ iban: undefined }, "beneficiary", "must name either an iban, or a routing_number and an account_number"],
    [{ name: "" }, "beneficiary.name", "must have 1 to 140 characters, none of them a control character"],
    [
      { iban: undefined, routing_number: "021000021", account_number: "1234" },
      "currency",
      "must be USD for an account by routing_number",
    ],
    [{ bic: "ABNANL2A" }, "beneficiary.bic", "is not a field of this request"],
  ])("to %j is refused before anything is kept", async (beneficiary, field, message) => {
    const answer = await send({ beneficiary: { ...ANA, ...beneficiary } });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request", errors: [{ field, message }] } });
    expect(kept.size).toBe(0);
  });

  it.each([
    ["a stand-in", () => platform.takeOver("eu", "us", 2n), "us" as const, 503, "limited"],
    ["a home that is evacuated", () => platform.takeOver("eu", "us", 2n), "eu" as const, 421, "misdirected"],
    ["a home without a lease", () => platform.kernel.advance(9_000), "eu" as const, 503, "limited"],
  ])("is not taken by %s, which keeps nothing personal", async (_, happens, cell, status, code) => {
    await happens();
    expect(await send({}, "key-1", cell)).toMatchObject({ status, body: { code } });
    expect(kept.size).toBe(0);
  });

  it.each<[string, PayoutEnd, object, readonly number[]]>([
    ["settled", { end: "settled" }, { state: "settled" }, [6_000, 6_000, 0]],
    [
      "rejected by the bank",
      { end: "rejected", by: "bank", reason: parseBankReason("AC04") },
      { state: "rejected", rejection: { by: "bank", reason: "AC04" } },
      [10_000, 10_000, 0],
    ],
    [
      "rejected by the screening",
      { end: "rejected", by: "screening" },
      { state: "rejected", rejection: { by: "screening" } },
      [10_000, 10_000, 0],
    ],
  ])("that was %s is read so, and its first answer stays", async (_, how, view, balance) => {
    const first = await send();
    const { id } = first.body;
    expect(await read(id)).toMatchObject({ status: 200, body: { state: "processing", stale: false } });
    await end(id, how);
    const { status, body } = await read(id);
    expect(status).toBe(200);
    expect(body).toMatchObject(view);
    expect(Object.hasOwn(body, "rejection")).toBe(Object.hasOwn(view, "rejection"));
    expect(await figures()).toEqual(balance);
    expect((await send()).text).toBe(first.text);
  });

  it("is nobody else's to read, and a payment is none", async () => {
    const { body } = await send();
    expect(await read(body.id, { client_id: "other-client" })).toMatchObject({ status: 404 });
    expect(await read(body.id, { client_id: "ops-client" })).toMatchObject({ status: 404 });
    const shop = apiClient(platform);
    const payment = await shop.pay(account, await shop.open("eu"), 5);
    expect(await read(String(payment.body["id"]))).toMatchObject({ status: 404 });
  });

  it.each(["capture", "void", "refunds"])("cannot be ended by its tenant's %s", async (operation) => {
    const { body } = await send();
    const answer = await apiClient(platform).post(`/v1/payments/${body.id}/${operation}`, {});
    expect(answer.status).toBe(422);
    expect(await figures()).toEqual([10_000, 6_000, 4_000]);
  });
});

it("a settled payout has nothing to refund, and says so", async () => {
  const { body } = await send();
  await end(body.id, { end: "settled" });
  const shop = apiClient(platform);
  expect((await shop.get(`/v1/payments/${body.id}`)).body).toMatchObject({ captured: 4_000, refundable: 0 });
  expect(await shop.post(`/v1/payments/${body.id}/refunds`, {})).toMatchObject({ body: { code: "nothing_to_refund" } });
});

describe("a rails account", () => {
  it("is an operator's, and no payment goes there or away from there without one", async () => {
    const shop = apiClient(platform);
    const ops = apiClient(platform, { client_id: "ops-client" });
    const rails = await ops.open("eu", { kind: "rails" });
    const headers = { "home-cell": "eu" };
    const scope = "accounts/write payments/write";
    const opening = { body: { currency: "USD", kind: "rails" }, headers, token: platform.token("eu", { scope }) };
    expect(await shop.send("POST", "/v1/accounts", { cell: "eu", ...opening })).toMatchObject({ status: 403 });
    for (const capture of ["manual", "automatic"]) {
      expect(await shop.pay(account, rails, 5, { capture })).toMatchObject({
        status: 400,
        body: { code: "invalid_request" },
      });
    }
    const token = platform.token("eu", { client_id: "ops-client", scope });
    const body = { payee: account, amount: 1, currency: "EUR" };
    expect(await ops.send("POST", `/v1/accounts/${rails}/payments`, { body, token })).toMatchObject({ status: 403 });
  });

  it("pays nothing out itself, and a settlement account only under an operator's scope", async () => {
    const ops = apiClient(platform, { client_id: "ops-client" });
    const [rails, settlement] = [await ops.open("eu", { kind: "rails" }), await ops.open("eu", { kind: "settlement" })];
    const payOut = (source: string, more: object = {}) =>
      send({}, `out of ${source}`, "eu", { account: source, claims: { client_id: "ops-client", ...more } });
    expect(await payOut(rails)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    const scope = "payments/write";
    expect(await payOut(settlement, { scope })).toMatchObject({ status: 403, body: { code: "scope_missing" } });
    expect(await payOut(settlement)).toMatchObject({ status: 201 });
  });
});
