import { beforeEach, describe, expect, it } from "vitest";
import { balanceKey } from "../../../../functions/domain/keys.ts";
import { parseAccountId } from "../../../../functions/domain/ids.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let payee: string;

const limited = { status: 503, body: { code: "limited" } };

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  source = await funded(platform, "eu", 1_000);
  payee = await shop.open("eu");
});

/** Lets the lease run out; nobody renews it. */
const isolate = () => platform.kernel.advance(9_000);

async function shareLeft() {
  const id = parseAccountId(source);
  const item = id.ok ? await platform.cell("eu").ledger.get(balanceKey(id.value)) : undefined;
  return item?.["isolatedLeft"];
}

describe("a home without a lease", () => {
  beforeEach(isolate);

  it("pays out of a fifth of what is available, and answers replays", async () => {
    const first = await shop.pay(source, payee, 150, {}, "one");
    expect(first).toMatchObject({ status: 201, body: { state: "completed" } });
    expect(await shop.pay(source, payee, 51)).toMatchObject(limited);
    expect(await shop.pay(source, payee, 50, { capture: "manual" })).toMatchObject({ status: 201 });
    expect(await shop.pay(source, payee, 1)).toMatchObject(limited);
    const again = await shop.pay(source, payee, 150, {}, "one");
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await shop.pay(source, payee, 149, {}, "one")).toMatchObject({ status: 422 });
    expect(await shop.figures(source)).toEqual([850, 800, 50]);
  });

  it("never passes the share, however many ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => shop.pay(source, payee, 30)));
    const paid = answers.filter(({ status }) => status === 201).length;
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThanOrEqual(6);
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
    expect(await shareLeft()).toBe(BigInt(200 - 30 * paid));
  });

  it("declines nothing for good, and knows no account that it does not have", async () => {
    const body = { payee: `acc_eu_${"0".repeat(32)}` };
    expect(await shop.pay(source, payee, 100, body, "later")).toMatchObject(limited);
    expect(await shop.pay(`acc_eu_${"0".repeat(32)}`, payee, 100)).toMatchObject({ status: 404 });
    await platform.renewLeases();
    await platform.kernel.advance(2_001);
    expect(await shop.pay(source, payee, 100, body, "later")).toMatchObject({ body: { code: "payee_not_found" } });
  });

  it("does nothing but take payments", async () => {
    const { body } = await shop.pay(source, payee, 100, { capture: "manual" });
    expect(await shop.post(`/v1/payments/${String(body["id"])}/capture`, {})).toMatchObject(limited);
    expect(await shop.post(`/v1/accounts/${payee}/close`, {})).toMatchObject(limited);
    const opening = { body: { currency: "EUR" }, cell: "eu", headers: { "home-cell": "eu" } };
    expect(await shop.send("POST", "/v1/accounts", opening)).toMatchObject(limited);
  });

  it("says of its own items that they may be stale: another cell may stand in by now", async () => {
    expect(await shop.get(`/v1/accounts/${source}/balance`)).toMatchObject({ status: 200, body: { stale: true } });
  });
});

describe("when the lease is back", () => {
  it("a full payment ends the share, once the lease was sent after its last use", async () => {
    await isolate();
    await shop.pay(source, payee, 150);
    await platform.kernel.advance(400);
    await platform.renewLeases();
    await platform.kernel.advance(2_001);
    expect(await shop.pay(source, payee, 500, {}, "full")).toMatchObject(limited);
    expect(await shareLeft()).toBe(50n);
    await platform.renewLeases();
    expect(await shop.pay(source, payee, 500, {}, "full")).toMatchObject({ status: 201 });
    expect(await shareLeft()).toBeUndefined();
    expect(await shop.figures(source)).toEqual([350, 350, 0]);
  });

  it("so does an operation, and so does closing", async () => {
    const held = String((await shop.pay(source, payee, 800, { capture: "manual" })).body["id"]);
    await isolate();
    expect(await shop.pay(source, payee, 40)).toMatchObject({ status: 201 });
    await platform.kernel.advance(2_001);
    await platform.renewLeases();
    expect(await shop.post(`/v1/payments/${held}/capture`, {})).toMatchObject({ status: 201 });
    expect(await shareLeft()).toBeUndefined();
    await isolate();
    await shop.pay(source, payee, 32);
    await platform.kernel.advance(2_001);
    await platform.renewLeases();
    expect(await shop.post(`/v1/accounts/${source}/close`, {})).toMatchObject({ body: { code: "balance_not_zero" } });
  });

  it("an operation that was done before is answered without one", async () => {
    const id = String((await shop.pay(source, payee, 100)).body["id"]);
    const refund = () => shop.post(`/v1/payments/${id}/refunds`, { amount: 40 }, { key: "refund" });
    const first = await refund();
    await isolate();
    expect(await refund()).toMatchObject({ status: first.status, body: first.body });
  });
});
