import { beforeEach, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let hot: string;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  source = await funded(platform, "eu", 10_000);
  hot = await shop.open("eu", { stripes: 16 });
});

describe("an account with stripes", () => {
  it("says how many it has; one opened without has none", async () => {
    expect(await shop.get(`/v1/accounts/${hot}`)).toMatchObject({ body: { stripes: 16 } });
    expect(await shop.get(`/v1/accounts/${source}`)).toMatchObject({ body: { stripes: 0 } });
  });

  it.each([65, -1, 1.5, "4"])("cannot have %s", async (stripes) => {
    const request = { body: { currency: "EUR", stripes }, cell: "eu", headers: { "home-cell": "eu" } };
    expect(await shop.send("POST", "/v1/accounts", request)).toMatchObject({
      status: 400,
      body: { errors: [{ field: "stripes" }] },
    });
  });

  it("is met once, and paid in one transaction from then on", async () => {
    const { calls } = platform.cell("eu");
    calls.length = 0;
    expect(await shop.pay(source, hot, 100)).toMatchObject({ status: 201, body: { state: "completed" } });
    expect(calls).toEqual(["TransactWriteItems", "TransactWriteItems"]);
    calls.length = 0;
    await shop.pay(source, hot, 100);
    expect(calls).toEqual(["TransactWriteItems"]);
  });

  it("spends what is on its stripes before it is declined", async () => {
    for (let payment = 0; payment < 8; payment += 1) await shop.pay(source, hot, 100);
    expect(await shop.figures(hot)).toEqual([0, 0, 0]);
    expect(await shop.pay(hot, source, 750)).toMatchObject({ status: 201 });
    expect(await shop.figures(hot)).toEqual([50, 50, 0]);
    const refused = await shop.pay(hot, source, 51, {}, "too much");
    expect(refused).toMatchObject({ status: 422, body: { code: "insufficient_funds" } });
  });

  it("refunds out of its stripes, and takes a refund on one", async () => {
    const id = String((await shop.pay(source, hot, 100)).body["id"]);
    expect(await shop.post(`/v1/payments/${id}/refunds`, {})).toMatchObject({ status: 201 });
    await shop.pay(source, hot, 200);
    const back = String((await shop.pay(hot, source, 150)).body["id"]);
    expect(await shop.post(`/v1/payments/${back}/refunds`, { amount: 30 })).toMatchObject({ status: 201 });
    await platform.settle();
    expect(await shop.figures(hot)).toEqual([80, 80, 0]);
  });

  it("captures onto a stripe", async () => {
    const id = String((await shop.pay(source, hot, 100, { capture: "manual" })).body["id"]);
    expect(await shop.post(`/v1/payments/${id}/capture`, {})).toMatchObject({ status: 201 });
    expect(await shop.figures(source)).toEqual([9_900, 9_900, 0]);
  });

  it("is swept by the inbox", async () => {
    for (let payment = 0; payment < 5; payment += 1) await shop.pay(source, hot, 100);
    await platform.settle();
    expect(await shop.figures(hot)).toEqual([500, 500, 0]);
  });

  it("closes only when nothing is on any stripe, and takes nothing more then", async () => {
    await shop.pay(source, hot, 100);
    const close = () => shop.post(`/v1/accounts/${hot}/close`, {});
    expect(await close()).toMatchObject({ status: 422, body: { code: "balance_not_zero" } });
    await shop.pay(hot, source, 100);
    expect(await close()).toMatchObject({ status: 200, body: { status: "closed" } });
    expect(await shop.pay(source, hot, 100)).toMatchObject({ status: 422, body: { code: "payee_closed" } });
  });
});
