import { beforeEach, describe, expect, it } from "vitest";
import { createApp, type Inbox } from "../../../../functions/credit-inbox/app.ts";
import { createBatches } from "../../../../functions/credit-inbox/batches.ts";
import {
  parseOperationId,
  parsePaymentId,
  type OperationId,
  type PaymentId,
} from "../../../../functions/domain/ids.ts";
import { halfKey, operationKey, type LedgerKey } from "../../../../functions/domain/keys.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { createControl } from "../../../../functions/stores/control.ts";
import type { Ledger } from "../../../../functions/stores/ledger.ts";
import { EU, US, valueOf } from "../domain/world.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

/** One more than us had when it was evacuated, and one more again when it is back. */
const TAKEN_OVER = 2n;
const BACK = 3n;

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let payee: string;
let payment: PaymentId;
let refund: OperationId;
let key: LedgerKey;

/** An account of us was paid from eu, us was evacuated, and now eu refunds the payment: us has to take the money. */
beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  [source, payee] = [await funded(platform, "eu", 10_000), await shop.open("us")];
  payment = valueOf(parsePaymentId(String((await shop.pay(source, payee, 1_000)).body["id"])));
  await platform.settle();
  await platform.takeOver("us", "eu", TAKEN_OVER);
  const answer = await shop.post(`/v1/payments/${payment}/refunds`, { amount: 1_000 });
  refund = valueOf(parseOperationId(String(answer.body["id"])));
  key = operationKey(EU, payment, refund);
  await platform.kernel.advance(1_000);
});

/** Hands a message to the inbox of us: whether it is done with it. */
async function told(of: LedgerKey = key, inbox: Inbox = platform.cell("us").inbox): Promise<boolean> {
  const handlesBack: string[] = [];
  const work = createBatches({
    inbox,
    returns: { giveBack: async (messages) => void handlesBack.push(...messages.map(({ handle }) => handle)) },
    log: () => {},
    random: () => 0,
  });
  const failed = await work([{ id: "m", handle: "r", body: JSON.stringify(of), receives: 1 }]);
  expect(handlesBack).toEqual(failed.has("m") ? ["r"] : []);
  return !failed.has("m");
}

/** An hour of the evacuation: the sweep looks at the debit every time, and can do nothing. */
async function waits(): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 20) {
    await platform.kernel.advance(20 * 60_000);
    await platform.renewLeases({ us: "eu" }, TAKEN_OVER);
    expect(await platform.cell("us").inbox.sweep()).toBe(0);
  }
  expect(await half()).toBeUndefined();
}

async function failsBack(): Promise<void> {
  await platform.renewLeases({}, BACK);
  await platform.kernel.advance(2_001);
}

const half = () => platform.cell("us").ledger.get(halfKey(US, payment, refund));

async function isRefundedOnce(): Promise<void> {
  await platform.settle();
  expect([await shop.figures(source), await shop.figures(payee)]).toEqual([
    [10_000, 10_000, 0],
    [0, 0, 0],
  ]);
  expect(await half()).toMatchObject({ outcome: "debited", amount: 1_000n });
  for (const name of ["eu", "us"]) {
    const { ledger } = platform.cell(name);
    const later = new Date(platform.kernel.now() + 1).toISOString();
    expect(await ledger.dueBefore(platform.cell(name).name, later)).toMatchObject({ keys: [] });
  }
}

describe("a debit whose home is evacuated", () => {
  it("needs no message any more: the sweep takes the money when the home is back", async () => {
    expect(await told()).toBe(true);
    await waits();
    await failsBack();
    expect(await platform.cell("us").inbox.sweep()).toBe(1);
    await isRefundedOnce();
  });

  it("waits likewise while the home is on its way back", async () => {
    await platform.renewLeases({ us: "eu" }, TAKEN_OVER, BACK, { mode: "returning" });
    await platform.kernel.advance(2_001);
    expect(await told()).toBe(true);
    await failsBack();
    await isRefundedOnce();
  });

  it("is taken once by whoever comes first, where a message is told again after the return", async () => {
    expect([await told(), await told()]).toEqual([true, true]);
    await platform.kernel.advance(61_000);
    await failsBack();
    const { inbox } = platform.cell("us");
    await Promise.all([told(), inbox.sweep(), told(), inbox.sweep()]);
    await isRefundedOnce();
  });

  it.each(["before it has written", "after it has written"])("outlasts a sweep that dies %s", async (when) => {
    expect(await told()).toBe(true);
    await platform.kernel.advance(61_000);
    await failsBack();
    let died = 0;
    const dying = inboxOver({
      async commit(...asked) {
        if (when === "after it has written") await platform.cell("us").ledger.commit(...asked);
        died += 1;
        throw new Error("killed");
      },
    });
    expect(await dying.sweep()).toBe(0);
    expect(died).toBe(1);
    await isRefundedOnce();
  });
});

describe("a message that is needed still", () => {
  it("is of a debit here while nobody can tell who owns the home: the lease may be back in a second", async () => {
    await platform.kernel.advance(20_000);
    expect(await told()).toBe(false);
  });

  it("is of a debit at home that others' writes or a slow table held up", async () => {
    await failsBack();
    expect(await told(key, inboxOver({ commit: async () => ({ outcome: "contention" }) }))).toBe(false);
    expect(await told()).toBe(true);
    await isRefundedOnce();
  });

  it("is of a credit, evacuated or not: that needs no authority", async () => {
    const paid = valueOf(parsePaymentId(String((await shop.pay(source, payee, 500)).body["id"])));
    await platform.kernel.advance(1_000);
    const credited = { pk: `eu#pay#${paid}`, sk: "payment" };
    expect(await told(credited, inboxOver({ commit: async () => ({ outcome: "unknown" }) }))).toBe(false);
    expect(await told(credited)).toBe(true);
  });
});

/** The inbox of us over a ledger that does some things otherwise. */
function inboxOver(otherwise: Partial<Ledger>): Inbox {
  const { ledger, region } = platform.cell("us");
  const { now } = platform.kernel;
  const clock: Clock = { now, monotonic: now, sleep: async () => {}, deadline: systemClock().deadline };
  const control = createControl(dynamoDbSeam(platform.dynamoDb.service, region), "prod-us-control", clock);
  return createApp({ cell: US }, { ledger: { ...ledger, ...otherwise }, control, log: () => {} }, clock);
}
