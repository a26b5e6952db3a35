import { beforeEach, describe, expect, it } from "vitest";
import { parseAccountId } from "../../../../functions/domain/ids.ts";
import { standInKey, yieldKey } from "../../../../functions/domain/keys.ts";
import { apiClient, funded, type ApiAnswer } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let neighbour: string;
let abroad: string;

const limited = { status: 503, body: { code: "limited", cell: "us" } };

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  source = await funded(platform, "eu", 1_000);
  neighbour = await shop.open("eu");
  abroad = await shop.open("us");
  await platform.kernel.advance(2_001);
});

/** Pays from the evacuated account at the stand-in. */
function pay(payee: string, amount: number, more: Readonly<Record<string, unknown>> = {}, key?: string, cell = "us") {
  const body = { payee, amount, currency: "EUR", ...more };
  return shop.post(`/v1/accounts/${source}/payments`, body, { cell, ...(key === undefined ? {} : { key }) });
}

function parsed(account: string) {
  const id = parseAccountId(account);
  if (!id.ok) throw new Error("the test names its account rightly");
  return id.value;
}

/** The stand-in's own row for the account. */
const row = () => platform.cell("us").ledger.get(standInKey(platform.cell("us").name, parsed(source)));

/** eu is evacuated to us, and its own keeper hears nothing of it. */
const evacuate = () => platform.takeOver("eu", "us", 2n);

/** eu is home again, under a new epoch, once everything was absorbed. */
async function failBack() {
  await platform.settle();
  await platform.renewLeases({}, 3n);
  await platform.kernel.advance(2_001);
}

describe("a stand-in takes payments", () => {
  beforeEach(evacuate);

  it("to its own payees at once, and of everyone within four fifths of what it sees", async () => {
    expect(await pay(abroad, 300)).toMatchObject({ status: 201, body: { state: "completed", captured: 300 } });
    expect(await shop.figures(abroad)).toEqual([300, 300, 0]);
    expect(await pay(neighbour, 400)).toMatchObject({ status: 201, body: { state: "processing" } });
    expect(await pay(abroad, 101)).toMatchObject(limited);
    expect(await pay(abroad, 100, { capture: "manual" })).toMatchObject({ status: 201, body: { state: "authorized" } });
    expect(await pay(abroad, 1)).toMatchObject(limited);
    expect(await row()).toMatchObject({ net: -800n, held: 100n });
  });

  it("never more, however many ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => pay(abroad, 100)));
    const paid = answers.filter(({ status }) => status === 201).length;
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThanOrEqual(8);
    expect(await row()).toMatchObject({ net: BigInt(-100 * paid) });
    expect((await shop.figures(abroad))[0]).toBe(100 * paid);
  });

  it("asks a home that may be alive to yield once it has come to the end", async () => {
    expect(await pay(abroad, 801)).toMatchObject(limited);
    expect(await pay(abroad, 801)).toMatchObject(limited);
    const { name, ledger } = platform.cell("us");
    expect(await ledger.get(yieldKey(name, parsed(source), 2n))).toMatchObject({ due: "eu" });
    await platform.settle();
    expect(await pay(abroad, 1_000)).toMatchObject({ status: 201 });
  });

  it("says what it may still debit, and that this is not the home's own word", async () => {
    await pay(abroad, 300);
    const balance = await shop.get(`/v1/accounts/${source}/balance`, { cell: "us" });
    expect(balance).toMatchObject({ status: 200, body: { available: 500, posted: 1_000, stale: true } });
    const other = apiClient(platform, { client_id: "other-client" });
    expect(await other.get(`/v1/accounts/${source}/balance`, { cell: "us" })).toMatchObject({ status: 404 });
  });

  it("answers its own replays, and refuses the key for anything else", async () => {
    const first = await pay(abroad, 300, {}, "one");
    const again = await pay(abroad, 300, {}, "one");
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await pay(abroad, 301, {}, "one")).toMatchObject({ body: { code: "idempotency_key_reused" } });
    expect(await row()).toMatchObject({ net: -300n });
  });

  it("shows a payment that nobody has absorbed yet", async () => {
    const id = String((await pay(neighbour, 300)).body["id"]);
    const read = await shop.get(`/v1/payments/${id}`, { cell: "us" });
    expect(read).toMatchObject({ status: 200, body: { id, state: "processing", stale: true } });
    await platform.kernel.advance(1_000);
    expect(await shop.get(`/v1/payments/${id}`, { cell: "eu" })).toMatchObject({ body: { id } });
    const other = apiClient(platform, { client_id: "other-client" });
    expect(await other.get(`/v1/payments/${id}`, { cell: "us" })).toMatchObject({ status: 404 });
  });

  it("declines nothing for good, and knows no account that it has not seen", async () => {
    expect(await pay(`acc_us_${"0".repeat(32)}`, 100)).toMatchObject(limited);
    expect(await pay(abroad, 100, { currency: "USD" })).toMatchObject(limited);
    const unknown = `/v1/accounts/acc_eu_${"0".repeat(32)}/payments`;
    const body = { payee: abroad, amount: 1, currency: "EUR" };
    expect(await shop.post(unknown, body, { cell: "us" })).toMatchObject({ status: 404 });
    const other = apiClient(platform, { client_id: "other-client" });
    const foreign = await other.post(`/v1/accounts/${source}/payments`, body, { cell: "us" });
    expect(foreign).toMatchObject({ status: 404 });
  });

  it("opens and closes nothing for the home, which sends its own clients on", async () => {
    expect(await shop.post(`/v1/accounts/${source}/close`, {}, { cell: "us" })).toMatchObject(limited);
    const opening = { body: { currency: "EUR" }, headers: { "home-cell": "eu" } };
    expect(await shop.send("POST", "/v1/accounts", { ...opening, cell: "us" })).toMatchObject(limited);
    const sent = await shop.send("POST", "/v1/accounts", { ...opening, cell: "eu" });
    expect(sent).toMatchObject({ status: 421 });
    expect(sent.headers.get("home-cell")).toBe("us");
  });

  it("does so for striped payees of its own", async () => {
    const hot = await shop.open("us", { stripes: 4 });
    expect(await pay(hot, 100)).toMatchObject({ status: 201, body: { state: "completed" } });
    await platform.settle();
    expect(await shop.figures(hot)).toEqual([100, 100, 0]);
  });
});

describe("a stand-in takes nothing", () => {
  it("until its controller has opened the fence", async () => {
    await platform.renewLeases({ eu: "us" }, 2n);
    await platform.kernel.advance(2_001);
    expect(await pay(abroad, 100)).toMatchObject(limited);
    expect(await row()).toBeUndefined();
  });

  it("after its fence is closed, though it has a lease and replays are answered", async () => {
    await evacuate();
    const first = await pay(abroad, 100, {}, "one");
    await platform.closeFences("eu", "us", 2n);
    expect(await pay(abroad, 100)).toMatchObject(limited);
    expect(await pay(abroad, 100, {}, "one")).toMatchObject({ status: 201, body: first.body });
  });

  it("while its home returns", async () => {
    await evacuate();
    await platform.renewLeases({ eu: "us" }, 2n, 3n, { mode: "returning" });
    await platform.kernel.advance(2_001);
    expect(await pay(abroad, 100)).toMatchObject(limited);
  });

  it("without a lease, whatever its last one said", async () => {
    await evacuate();
    await platform.kernel.advance(9_000);
    expect(await pay(abroad, 100)).toMatchObject(limited);
  });

  it("where the ledger shows a newer epoch than its lease", async () => {
    await platform.renewLeases({}, 5n);
    await platform.kernel.advance(2_001);
    expect(await pay(neighbour, 1, {}, "at home", "eu")).toMatchObject({ status: 201 });
    await platform.kernel.advance(1_000);
    await platform.renewLeases({ eu: "us" }, 4n, 6n);
    await platform.kernel.advance(2_001);
    expect(await pay(abroad, 1)).toMatchObject(limited);
  });
});

it("an operator who says that the home is dead gives the stand-in the rest", async () => {
  await evacuate();
  await platform.renewLeases({ eu: "us" }, 2n, 3n, { homeIsDead: true });
  await platform.kernel.advance(2_001);
  expect(await pay(abroad, 1_000)).toMatchObject({ status: 201 });
});

describe("the same key gets the same answer", () => {
  it("at the stand-in as before at home", async () => {
    const paid = await pay(neighbour, 100, {}, "paid", "eu");
    const refused = await pay(neighbour, 5_000, {}, "refused", "eu");
    await platform.kernel.advance(1_000);
    await evacuate();
    const again = await pay(neighbour, 100, {}, "paid");
    expect(again).toMatchObject({ status: 201, body: paid.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await pay(neighbour, 5_000, {}, "refused")).toMatchObject({
      status: refused.status,
      body: { code: "insufficient_funds" },
    });
    expect(await row()).toBeUndefined();
  });

  it.each<[string, () => string, Readonly<Record<string, unknown>>]>([
    ["the home's payee", () => neighbour, {}],
    ["the stand-in's payee", () => abroad, {}],
    ["the home's payee, manually", () => neighbour, { capture: "manual" }],
    ["the stand-in's payee, manually", () => abroad, { capture: "manual" }],
  ])("at home as before at the stand-in, to %s", async (_, payee, more) => {
    await evacuate();
    const first = await pay(payee(), 100, more, "one");
    expect(first.status).toBe(201);
    await failBack();
    const again = await pay(payee(), 100, more, "one", "eu");
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await shop.figures(source))[1]).toBe(900);
  });

  it("of a capture that the stand-in did itself", async () => {
    await evacuate();
    const id = String((await pay(abroad, 100, { capture: "manual" })).body["id"]);
    const capture = (cell: string) => shop.post(`/v1/payments/${id}/capture`, { amount: 60 }, { cell, key: "capture" });
    const first = await capture("us");
    expect(first).toMatchObject({ status: 201, body: { state: "completed", amount: 60 } });
    expect(await capture("us")).toMatchObject({ status: 201, body: first.body });
    await failBack();
    expect(await capture("eu")).toMatchObject({ status: 201, body: first.body });
    expect(await shop.figures(source)).toEqual([940, 940, 0]);
    expect(await shop.figures(abroad)).toEqual([60, 60, 0]);
  });

  it.each([{}, { amount: 40 }])(
    "of a refund that was only queued: 202 everywhere, whatever came of it: %s",
    async (body) => {
      const id = String((await pay(neighbour, 100, {}, "paid", "eu")).body["id"]);
      await platform.kernel.advance(1_000);
      await evacuate();
      const refund = (cell: string) => shop.post(`/v1/payments/${id}/refunds`, body, { cell, key: "refund" });
      const first = await refund("us");
      expect(first).toMatchObject({ status: 202, body: { object: "refund", state: "queued", ...body } });
      expect(await refund("us")).toMatchObject({ status: 202, body: first.body });
      await failBack();
      await platform.settle();
      const again = await refund("eu");
      expect(again).toMatchObject({ status: 202, body: first.body });
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      expect((await shop.figures(source))[0]).toBe("amount" in body ? 940 : 1_000);
      expect(await types()).toContain("operation.completed");
    },
  );

  it("of a void that the home had to decline: 202 everywhere, and an event says so", async () => {
    const id = String((await pay(neighbour, 100, {}, "paid", "eu")).body["id"]);
    await platform.kernel.advance(1_000);
    await evacuate();
    const ask = (cell: string) => shop.post(`/v1/payments/${id}/void`, {}, { cell, key: "void" });
    const first: ApiAnswer = await ask("us");
    expect(first).toMatchObject({ status: 202, body: { state: "queued" } });
    await failBack();
    expect(await ask("eu")).toMatchObject({ status: 202, body: first.body });
    expect(await types()).toContain("operation.declined");
  });

  async function types(): Promise<readonly unknown[]> {
    const { body } = await shop.get(`/v1/accounts/${source}/events`);
    const data: unknown = body["data"];
    return Array.isArray(data) ? data.map(({ type }: { readonly type: unknown }) => type) : [];
  }
});

describe("an operation at the stand-in", () => {
  it("on a payment that it has never seen is not found", async () => {
    await evacuate();
    const path = `/v1/payments/pay_eu_${"0".repeat(32)}/void`;
    expect(await shop.post(path, {}, { cell: "us" })).toMatchObject({ status: 404 });
  });

  it("of another tenant's is not found, but the payee's may refund", async () => {
    const id = String((await pay(neighbour, 100, {}, "paid", "eu")).body["id"]);
    await platform.kernel.advance(1_000);
    await evacuate();
    const other = apiClient(platform, { client_id: "other-client" });
    for (const what of ["void", "capture", "refunds"]) {
      expect(await other.post(`/v1/payments/${id}/${what}`, {}, { cell: "us" })).toMatchObject({ status: 404 });
    }
  });

  it("is not accepted once the fence is closed", async () => {
    await evacuate();
    const id = String((await pay(abroad, 100, { capture: "manual" })).body["id"]);
    await platform.closeFences("eu", "us", 2n);
    expect(await shop.post(`/v1/payments/${id}/capture`, {}, { cell: "us" })).toMatchObject(limited);
    expect(await shop.post(`/v1/payments/${id}/refunds`, {}, { cell: "us" })).toMatchObject(limited);
  });

  it("done at home on what is not absorbed yet has to wait", async () => {
    await evacuate();
    const id = String((await pay(abroad, 100, { capture: "manual" })).body["id"]);
    await platform.kernel.advance(1_000);
    // The home took its authority back before it had everything.
    await platform.renewLeases({}, 3n);
    await platform.kernel.advance(2_001);
    const capture = await shop.post(`/v1/payments/${id}/capture`, {}, { cell: "eu" });
    expect(capture).toMatchObject({ status: 503, body: { code: "limited", cell: "eu" } });
  });
});
