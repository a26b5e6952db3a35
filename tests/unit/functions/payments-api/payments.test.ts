import { beforeEach, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
});

describe("a payment within one cell", () => {
  it("moves money at once", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const paid = await shop.pay(source, payee, 1_250);
    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({ object: "payment", source, payee, amount: 1_250, state: "completed" });
    expect(paid.headers.get("home-cell")).toBe("eu");
    expect(paid.headers.get("served-by")).toBe("eu");
    expect(paid.headers.get("request-id")).toMatch(/^req_/);
    expect(await shop.figures(source)).toEqual([8_750, 8_750, 0]);
    expect(await shop.figures(payee)).toEqual([1_250, 1_250, 0]);
  });

  it("is one transaction and no read; so is its replay", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const { calls } = platform.cell("eu");
    calls.length = 0;
    await shop.pay(source, payee, 1_250, {}, "once");
    expect(calls).toEqual(["TransactWriteItems"]);
    calls.length = 0;
    const replay = await shop.pay(source, payee, 1_250, {}, "once");
    expect(calls).toEqual(["TransactWriteItems"]);
    expect(replay.headers.get("idempotent-replayed")).toBe("true");
  });

  it("answers a replay byte for byte, also a minute, ten minutes and a day later", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const first = await shop.pay(source, payee, 1_250, {}, "once");
    for (const later of [60_000, 600_000, 86_400_000]) {
      await platform.kernel.advance(later);
      await platform.renewLeases();
      const replay = await shop.pay(source, payee, 1_250, {}, "once");
      expect(replay).toMatchObject({ status: 201, body: first.body });
    }
    expect(await shop.figures(source)).toEqual([8_750, 8_750, 0]);
  });

  it("charges once when the same key comes many times at once", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.pay(source, payee, 100, {}, "storm")));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await shop.figures(source)).toEqual([9_900, 9_900, 0]);
  });
});

describe("declines are stored under the key", () => {
  const rows: readonly (readonly [string, Record<string, unknown>])[] = [
    ["insufficient_funds", { amount: 10_001 }],
    ["currency_mismatch", { currency: "USD" }],
    ["payee_not_found", { payee: `acc_eu_${"0".repeat(32)}` }],
  ];
  it.each(rows)("%s", async (code, change) => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const first = await shop.pay(source, payee, 100, change, "declined");
    expect(first).toMatchObject({ status: 422, body: { code, retryable: false } });
    const again = await shop.pay(source, payee, 100, change, "declined");
    expect(again).toMatchObject({ status: 422, body: { code } });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await shop.figures(source)).toEqual([10_000, 10_000, 0]);
  });

  it("stays declined after the account was funded, and a new key pays", async () => {
    const [source, payee] = [await funded(platform, "eu", 100), await shop.open("eu")];
    await shop.pay(source, payee, 200, {}, "early");
    const ops = apiClient(platform, { client_id: "ops-client" });
    await ops.pay(await ops.open("eu", { kind: "settlement" }), source, 1_000);
    expect(await shop.pay(source, payee, 200, {}, "early")).toMatchObject({ status: 422 });
    expect(await shop.pay(source, payee, 200, {}, "late")).toMatchObject({ status: 201 });
  });

  it("a reference is taken once for each account", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    expect(await shop.pay(source, payee, 100, { reference: "invoice 7" })).toMatchObject({ status: 201 });
    const again = await shop.pay(source, payee, 100, { reference: "invoice 7" });
    expect(again).toMatchObject({ status: 422, body: { code: "duplicate_reference" } });
    expect(await shop.figures(source)).toEqual([9_900, 9_900, 0]);
  });
});

describe("a payment to another cell", () => {
  it("is taken at once and completed when the payee's cell has credited it", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
    const paid = await shop.pay(source, payee, 1_000);
    expect(paid).toMatchObject({ status: 201, body: { state: "processing" } });
    expect(await shop.figures(payee)).toEqual([0, 0, 0]);
    await platform.settle();
    expect(await shop.figures(payee)).toEqual([1_000, 1_000, 0]);
    const read = await shop.get(`/v1/payments/${String(paid.body["id"])}`);
    expect(read).toMatchObject({ status: 200, body: { state: "completed", captured: 1_000 } });
  });

  it("comes back when the payee is closed", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
    expect(await shop.post(`/v1/accounts/${payee}/close`, {})).toMatchObject({
      status: 200,
      body: { status: "closed" },
    });
    const paid = await shop.pay(source, payee, 1_000);
    await platform.settle();
    expect(await shop.get(`/v1/payments/${String(paid.body["id"])}`)).toMatchObject({ body: { state: "returned" } });
    expect(await shop.figures(source)).toEqual([10_000, 10_000, 0]);
  });

  it("is refunded by the payee's cell and credited back", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
    const id = String((await shop.pay(source, payee, 1_000)).body["id"]);
    await platform.settle();
    const refund = await shop.post(`/v1/payments/${id}/refunds`, { amount: 400 });
    expect(refund).toMatchObject({ status: 202, body: { object: "refund", amount: 400, state: "processing" } });
    await platform.settle();
    expect(await shop.figures(source)).toEqual([9_400, 9_400, 0]);
    expect(await shop.figures(payee)).toEqual([600, 600, 0]);
    const read = await shop.get(`/v1/payments/${id}`);
    expect(read.body).toMatchObject({ refundable: 600, operations: [{ object: "refund", state: "completed" }] });
  });

  it("cannot be refunded before that: nothing is declined for good, and the same key refunds later", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
    const held = String((await shop.pay(source, payee, 1_000, { capture: "manual" })).body["id"]);
    await shop.post(`/v1/payments/${held}/capture`, {});
    const paid = String((await shop.pay(source, payee, 1_000)).body["id"]);
    for (const id of [held, paid]) {
      const refund = () => shop.post(`/v1/payments/${id}/refunds`, { amount: 400 }, { key: `refund-${id}` });
      expect(await refund()).toMatchObject({ status: 409, body: { code: "payee_not_credited", retryable: true } });
    }
    await platform.settle();
    for (const id of [held, paid]) {
      const refund = () => shop.post(`/v1/payments/${id}/refunds`, { amount: 400 }, { key: `refund-${id}` });
      expect(await refund()).toMatchObject({ status: 202 });
    }
  });

  it("gives a refund's reservation back when the payee has spent the money", async () => {
    const [source, payee, sink] = [await funded(platform, "eu", 10_000), await shop.open("us"), await shop.open("us")];
    const id = String((await shop.pay(source, payee, 1_000)).body["id"]);
    await platform.settle();
    await shop.pay(payee, sink, 900);
    await shop.post(`/v1/payments/${id}/refunds`, { amount: 400 });
    await platform.settle();
    const read = await shop.get(`/v1/payments/${id}`);
    expect(read.body).toMatchObject({ refundable: 1_000, operations: [{ object: "refund", state: "refused" }] });
    expect(await shop.figures(source)).toEqual([9_000, 9_000, 0]);
  });
});

describe("authorize, capture, void, refund", () => {
  it("holds, captures in parts, gives the rest back", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const held = await shop.pay(source, payee, 1_000, { capture: "manual" });
    expect(held).toMatchObject({ status: 201, body: { state: "authorized", captured: 0 } });
    expect(await shop.figures(source)).toEqual([10_000, 9_000, 1_000]);
    const id = String(held.body["id"]);
    const part = await shop.post(`/v1/payments/${id}/capture`, { amount: 300, final: false });
    expect(part).toMatchObject({ status: 201, body: { object: "capture", amount: 300 } });
    expect(await shop.figures(source)).toEqual([9_700, 9_000, 700]);
    await shop.post(`/v1/payments/${id}/capture`, { amount: 200 });
    expect(await shop.figures(source)).toEqual([9_500, 9_500, 0]);
    expect(await shop.figures(payee)).toEqual([500, 500, 0]);
    const more = await shop.post(`/v1/payments/${id}/capture`, { amount: 1 });
    expect(more).toMatchObject({ status: 422, body: { code: "not_capturable" } });
  });

  it("voids what is held, and then captures nothing", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const id = String((await shop.pay(source, payee, 1_000, { capture: "manual" })).body["id"]);
    expect(await shop.post(`/v1/payments/${id}/void`, {}, { key: "v" })).toMatchObject({ status: 201 });
    const again = await shop.post(`/v1/payments/${id}/void`, {}, { key: "v" });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await shop.figures(source)).toEqual([10_000, 10_000, 0]);
    const late = await shop.post(`/v1/payments/${id}/capture`, {});
    expect(late).toMatchObject({ status: 422, body: { code: "not_capturable" } });
  });

  it("captures across cells", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
    const id = String((await shop.pay(source, payee, 1_000, { capture: "manual" })).body["id"]);
    await shop.post(`/v1/payments/${id}/capture`, { amount: 600 });
    await platform.settle();
    expect(await shop.figures(payee)).toEqual([600, 600, 0]);
    expect(await shop.figures(source)).toEqual([9_400, 9_400, 0]);
  });

  it("refunds no more than was captured, however often it is asked", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const id = String((await shop.pay(source, payee, 1_000)).body["id"]);
    const path = `/v1/payments/${id}/refunds`;
    const answers = await Promise.all([1, 2, 3].map(() => shop.post(path, { amount: 400 })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 422]);
    expect(await shop.post(path, { amount: 201 })).toMatchObject({ body: { code: "refund_exceeds_captured" } });
    expect(await shop.figures(source)).toEqual([9_800, 9_800, 0]);
  });

  it("captures nothing after the authorization has ended", async () => {
    const [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("eu")];
    const held = await shop.pay(source, payee, 1_000, { capture: "manual", expires_in: 60 });
    await platform.kernel.advance(61_000);
    await platform.renewLeases();
    const late = await shop.post(`/v1/payments/${String(held.body["id"])}/capture`, {});
    expect(late).toMatchObject({ status: 422, body: { code: "authorization_expired" } });
  });

  it("what is authorized is the payer's business: the payee's tenant can neither capture nor void it", async () => {
    const other = apiClient(platform, { client_id: "other-client" });
    const [source, payee] = [await funded(platform, "eu", 10_000), await other.open("eu")];
    const id = String((await shop.pay(source, payee, 1_000, { capture: "manual" })).body["id"]);
    for (const path of [`/v1/payments/${id}/capture`, `/v1/payments/${id}/void`]) {
      expect(await other.post(path, {})).toMatchObject({ status: 404 });
    }
    expect(await shop.figures(source)).toEqual([10_000, 9_000, 1_000]);
  });

  it("the payee's tenant may refund what it was paid, nobody else", async () => {
    const other = apiClient(platform, { client_id: "other-client" });
    const [source, payee] = [await funded(platform, "eu", 10_000), await other.open("eu")];
    const id = String((await shop.pay(source, payee, 1_000)).body["id"]);
    expect(await shop.post(`/v1/payments/${id}/refunds`, {})).toMatchObject({ status: 404 });
    expect(await other.post(`/v1/payments/${id}/refunds`, {})).toMatchObject({ status: 201 });
    expect(await shop.figures(source)).toEqual([10_000, 10_000, 0]);
    const stranger = apiClient(platform, { client_id: "ops-client" });
    expect(await stranger.get(`/v1/payments/${id}`)).toMatchObject({ status: 404 });
  });
});
