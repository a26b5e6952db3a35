import { beforeEach, describe, expect, it } from "vitest";
import { paymentOfEndToEnd } from "../../../../functions/domain/payouts.ts";
import { paymentKey } from "../../../../functions/domain/keys.ts";
import { encodeKeyedItem } from "../../../../functions/stores/item-codec.ts";
import { EU, valueOf } from "../domain/world.ts";
import { payoutWorld, type PayoutWorld } from "./world.ts";

let world: PayoutWorld;

beforeEach(async () => {
  world = await payoutWorld();
});

const DAY = 24 * 3_600_000;

/** A payout that is asked for and started. */
async function begun(more: object = {}): Promise<string> {
  const id = await world.ask(more);
  expect(await world.relay()).toBe(1);
  return id;
}

const statusOf = async (name: string) => (await world.execution(name))["status"];

describe("a payout", () => {
  it("is settled by a bank that answers at once, in few calls", async () => {
    const id = await begun();
    const asked = [...world.platform.cell("eu").calls];
    await world.pass(1_000);
    expect(await statusOf(id)).toBe("SUCCEEDED");
    expect(await world.payments()).toMatchObject([{ received: 1, amount: "40.00", verdict: "settled" }]);
    expect(await world.read(id)).toMatchObject({ object: "payout", state: "settled", amount: 4_000 });
    expect(await world.figures()).toEqual([6_000, 6_000, 0]);
    expect(asked).toEqual(["GenerateDataKey", "PutItem", "TransactWriteItems"]);
    // The last one is the lease, which functions read every two seconds whatever they do.
    expect(world.calls).toEqual([
      "relay SendMessageBatch",
      "connector StartExecution",
      "machine Invoke connector",
      "connector BatchGetItem",
      "connector Decrypt",
      "connector TransactWriteItems",
      "connector GetItem",
      "machine Invoke ledger",
      "ledger GetItem",
      "ledger TransactWriteItems",
    ]);
  });

  it("is started once, however often the stream or the sweep tells of it", async () => {
    const id = await begun();
    expect(await world.books.sweep()).toBe(1);
    await world.relay();
    await world.pass(1_000);
    expect(await statusOf(id)).toBe("SUCCEEDED");
    expect(await world.payments()).toMatchObject([{ received: 1 }]);
    expect(await world.books.sweep()).toBe(0);
  });

  it("that the stream forgot is found by the sweep", async () => {
    const id = await world.ask();
    world.forget();
    expect(await world.books.sweep()).toBe(1);
    await world.relay();
    await world.pass(1_000);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
  });

  it("to somebody on the list is rejected before the bank hears of it", async () => {
    const id = await begun({ beneficiary: { name: "BEISPIELOV, Viktor", iban: "NL91ABNA0417164300" } });
    await world.pass(1_000);
    expect(await world.read(id)).toMatchObject({ state: "rejected", rejection: { by: "screening" } });
    expect(await world.payments()).toEqual([]);
    expect(await world.figures()).toEqual([10_000, 10_000, 0]);
  });

  it("waits for a bank that takes its time, and ends when the bank calls back", async () => {
    await world.behave({
      first: "accepted",
      end: "rejected",
      endAfterMs: 5_000,
      callBackUrl: "http://127.0.0.1:1/rails/eu",
    });
    const id = await begun();
    await world.pass(4_000);
    expect(await statusOf(id)).toBe("RUNNING");
    expect(await world.read(id)).toMatchObject({ state: "processing" });
    await world.pass(2_000);
    expect(await statusOf(id)).toBe("SUCCEEDED");
    expect(await world.read(id)).toMatchObject({ state: "rejected", rejection: { by: "bank", reason: "AC04" } });
    expect(await world.figures()).toEqual([10_000, 10_000, 0]);
  });

  it("asks a bank that does not call back", async () => {
    await world.behave({ first: "pending", endAfterMs: 50_000 });
    const id = await begun();
    await world.pass(30_000);
    expect(await statusOf(id)).toBe("RUNNING");
    await world.pass(60_000);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
    expect(await world.payments()).toMatchObject([{ received: 1 }]);
  });

  it("keeps its first end, and what a bank says against it afterwards", async () => {
    const callBackUrl = "http://127.0.0.1:1/rails/eu";
    await world.behave({ first: "accepted", endAfterMs: 1_000, callBackUrl, mishaps: { contradictory: 1 } });
    const id = await begun();
    await world.pass(10_000);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
    expect(await statusOf(`${id}-rejected`)).toBe("SUCCEEDED");
    const { ledger } = world.platform.cell("eu");
    expect((await ledger.partition(`eu#rail#${id}`)).map(({ key }) => key.sk)).toEqual([
      "dispute#rejected#AC04",
      "outcome",
    ]);
  });

  it("that broke off after it was sent is asked about, and not sent again", async () => {
    await world.behave({ mishaps: { silent: 1 } });
    const id = await begun();
    let turns = 0;
    world.broken.connectorAfter = () => {
      turns += 1;
      if (turns === 1) throw new Error("killed");
    };
    await world.pass(90_000);
    await world.behave({ mishaps: { silent: 0 } });
    await world.pass(300_000);
    expect(turns).toBeGreaterThan(1);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
    expect(await world.payments()).toMatchObject([{ received: 1 }]);
  });

  it("hears a bank's word once more where the turn that heard it broke off: it may never be said again", async () => {
    await world.behave({ first: "pending", endAfterMs: 3_600_000 });
    const id = await begun();
    await world.pass(5_000);
    world.broken.connectorAfter = () => {
      delete world.broken.connectorAfter;
      throw new Error("killed");
    };
    await world.pushReport(id.slice(-32), "rejected");
    await world.pass(90_000);
    expect(world.broken).toEqual({});
    expect(await world.read(id)).toMatchObject({ state: "rejected", rejection: { by: "bank" } });
    expect(await world.payments()).toMatchObject([{ received: 1 }]);
  });

  it("of a home that is away is withheld, and sent when it is back", async () => {
    world.authority = { ...world.authority, owner: valueOf({ ok: true, value: EU }), mode: "returning" };
    const id = await begun();
    await world.pass(20_000);
    expect(await world.payments()).toEqual([]);
    world.authority = { ...world.authority, mode: "normal" };
    await world.pass(20_000);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
  });

  it("of a home that is away for days waits for it all the same, and is sent soon after", async () => {
    world.authority = { ...world.authority, owner: valueOf({ ok: true, value: EU }), mode: "returning" };
    const id = await begun();
    await world.pass(3 * DAY);
    expect(await world.execution(id)).toMatchObject({ status: "RUNNING" });
    expect(await world.payments()).toEqual([]);
    world.authority = { ...world.authority, mode: "normal" };
    await world.pass(5 * 60_000);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
  });

  it("is recorded when the ledger is back", async () => {
    const id = await begun();
    let tries = 0;
    world.broken.ledger = () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error("not the owner"), { name: "Limited" });
    };
    await world.pass(60_000);
    expect(tries).toBe(3);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
  });

  it("is parked for somebody to look at where a bank never says what became of it", async () => {
    await world.behave({ first: "pending", end: "never" });
    const id = await begun();
    await world.pass(9 * DAY);
    expect(await world.execution(id)).toMatchObject({ status: "FAILED", error: "Parked" });
    expect(world.logged.join(" ")).toContain("outcome_unknown");
    expect(await world.figures()).toEqual([10_000, 6_000, 4_000]);
  });

  it("leaves whom it pays in the vault alone, each look noted", async () => {
    const id = await begun();
    await world.pass(1_000);
    const [access, beneficiary, screening, ...others] = world.vaultKeys();
    expect([access, beneficiary, screening]).toEqual([
      expect.stringMatching(new RegExp(`^payout#${id} access#`)),
      expect.stringMatching(new RegExp(`^payout#${id} beneficiary#`)),
      `payout#${id} screening`,
    ]);
    expect(others).toEqual([
      "sanctions list",
      expect.stringMatching(/^velocity#acc_eu_\w+ day#/),
      expect.stringMatching(/^velocity#acc_eu_\w+ paid#/),
    ]);
    // The hash of a request is its text in these tests.
    const { request: _, ...payout } = JSON.parse(String((await world.execution(id))["input"])).payout;
    expect(payout).toMatchObject({ id: { S: id } });
    expect(JSON.stringify(payout)).not.toMatch(/Ana|NL91/);
    const kept = world.vaultItems().map(({ sk: __, payout: ___, ...item }) => item);
    expect(JSON.stringify(kept)).not.toMatch(/Ana|NL91/);
  });
});

describe("a screening", () => {
  it("counts a beneficiary as new once", async () => {
    const first = await begun();
    await world.pass(1_000);
    const second = await world.ask({ amount: 100 }, "payout-2");
    await world.relay();
    await world.pass(1_000);
    expect(await world.read(first)).toMatchObject({ state: "settled" });
    expect(await world.read(second)).toMatchObject({ state: "settled" });
    const [day] = world.vaultItems().filter(({ sk }) => String(sk?.S).startsWith("day#"));
    expect(day).toMatchObject({ count: { N: "2" }, new: { N: "1" }, amount_EUR: { N: "4100" } });
  });

  it("keeps to a tenant's own rules", async () => {
    await world.putInVault({ pk: "tenant#shop", sk: "velocity" }, { firstAmountMax: 50n });
    const id = await begun();
    await world.pass(1_000);
    expect(await world.read(id)).toMatchObject({ state: "rejected", rejection: { by: "screening" } });
  });
});

describe("a bank that calls back", () => {
  it("about what it was never sent is not believed", async () => {
    const id = await world.ask();
    await world.pushReport(id.slice(-32), "settled");
    expect(world.receipts).toEqual([404]);
    expect(await world.read(id)).toMatchObject({ state: "processing" });
    expect(paymentOfEndToEnd(EU, id.slice(-32))).toMatchObject({ ok: true });
  });

  it("about a payout that is parked ends it", async () => {
    await world.behave({ first: "pending", end: "never" });
    const id = await begun();
    await world.pass(9 * DAY);
    await world.pushReport(id.slice(-32), "settled");
    await world.pass(1_000);
    expect(world.receipts).toEqual([204]);
    expect(await world.read(id)).toMatchObject({ state: "settled" });
  });
});

describe("the sweep", () => {
  it("leaves a payout alone whose name Step Functions may have forgotten", async () => {
    const id = await world.ask();
    const key = paymentKey(EU, valueOf(paymentOfEndToEnd(EU, id.slice(-32))));
    const item = await world.platform.cell("eu").ledger.get(key);
    await world.platform.dynamoDb.service.handle(
      world.call("PutItem", { TableName: "prod-ledger", Item: encodeKeyedItem(key, { ...item, at: 0n }) }),
    );
    expect(await world.books.sweep()).toBe(0);
  });
});
