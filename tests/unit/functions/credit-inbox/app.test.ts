import { beforeEach, describe, expect, it } from "vitest";
import { parsePaymentId } from "../../../../functions/domain/ids.ts";
import { halfKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let payee: string;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
});

async function crossing(amount: number) {
  const paid = await shop.pay(source, payee, amount);
  const id = parsePaymentId(String(paid.body["id"]));
  if (!id.ok) throw new Error("a payment was taken");
  return id.value;
}

describe("an entry that is due here", () => {
  it("is credited once, however often and at however many places at once it is told", async () => {
    const key = paymentKey(platform.cell("eu").name, await crossing(1_000));
    await platform.kernel.advance(1_000);
    const { inbox } = platform.cell("us");
    expect(await Promise.all([1, 2, 3, 4].map(() => inbox.act(key)))).toEqual([true, true, true, true]);
    expect(await inbox.act(key)).toBe(true);
    expect(await shop.figures(payee)).toEqual([1_000, 1_000, 0]);
  });

  it("needs no lease to be credited", async () => {
    const key = paymentKey(platform.cell("eu").name, await crossing(1_000));
    await platform.kernel.advance(20_000);
    expect(await platform.cell("us").inbox.act(key)).toBe(true);
    expect(await shop.figures(payee)).toEqual([1_000, 1_000, 0]);
  });

  it("waits for a lease when it takes money from the payee", async () => {
    const id = await crossing(1_000);
    await platform.settle();
    await shop.post(`/v1/payments/${id}/refunds`, { amount: 1_000 });
    await platform.kernel.advance(90_000);
    const { inbox } = platform.cell("us");
    expect(await inbox.sweep()).toBe(0);
    expect(await shop.figures(payee)).toEqual([1_000, 1_000, 0]);
    await platform.kernel.advance(3_000);
    await platform.renewLeases();
    expect(await inbox.sweep()).toBe(1);
    expect(await shop.figures(payee)).toEqual([0, 0, 0]);
  });
});

describe("the sweep", () => {
  it("leaves an entry to the stream for a minute, then acts on it", async () => {
    await crossing(1_000);
    await platform.kernel.advance(59_000);
    expect(await platform.cell("us").inbox.sweep()).toBe(0);
    await platform.kernel.advance(2_000);
    expect(await platform.cell("us").inbox.sweep()).toBe(1);
  });

  it("notes answers that the payer's cell has missed, so that nothing stays due", async () => {
    const id = await crossing(1_000);
    await platform.settle();
    const { ledger, name } = platform.cell("eu");
    expect(await ledger.get(paymentKey(name, id))).toMatchObject({ state: "completed" });
    const later = new Date(platform.kernel.now() + 1).toISOString();
    for (const cell of ["eu", "us"]) {
      expect(await ledger.dueBefore(platform.cell(cell).name, later)).toMatchObject({ keys: [] });
    }
  });
});

describe("money that can go back to nobody", () => {
  it("waits in the suspense account of the payer's cell", async () => {
    await shop.post(`/v1/accounts/${payee}/close`, {});
    const id = await crossing(10_000);
    expect(await shop.post(`/v1/accounts/${source}/close`, {})).toMatchObject({ status: 200 });
    await platform.settle();
    const { ledger, name } = platform.cell("eu");
    expect(await ledger.get(halfKey(name, id, undefined))).toMatchObject({ outcome: "suspended", amount: 10_000n });
    expect(await ledger.get(paymentKey(name, id))).toMatchObject({ state: "returned", refundable: 0n });
  });
});

it("what is no entry any more, or nobody's, is done", async () => {
  const { inbox } = platform.cell("us");
  expect(await inbox.act({ pk: "eu#pay#gone", sk: "payment" })).toBe(true);
  expect(await inbox.act({ pk: "nobody", sk: "nothing" })).toBe(true);
});
