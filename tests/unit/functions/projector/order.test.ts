import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { StreamRecord } from "../../../../functions/projector/app.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";
import { createViewsWorld, type ViewsWorld } from "./views-world.ts";

let platform: Platform;
let records: readonly StreamRecord[];

/** Two cells, a takeover, and something of every kind of entry. */
beforeAll(async () => {
  platform = await createPlatform();
  const shop = apiClient(platform);
  const other = apiClient(platform, { client_id: "other-client" });
  const source = await funded(platform, "eu", 10_000);
  const [near, far, foreign] = [await shop.open("eu"), await shop.open("us"), await other.open("us")];
  const paid = await shop.pay(source, near, 700, { reference: "invoice 7" });
  await shop.pay(source, far, 300);
  await shop.pay(source, foreign, 200);
  await shop.pay(source, near, 1_000_000);
  const held = await shop.pay(source, far, 900, { capture: "manual" });
  await shop.post(`/v1/payments/${String(held.body["id"])}/capture`, { amount: 400 });
  await platform.settle();
  await shop.post(`/v1/payments/${String(paid.body["id"])}/refunds`, { amount: 100 });
  await platform.takeOver("eu", "us", 2n);
  for (const payee of [foreign, near]) {
    const body = { payee, amount: 60, currency: "EUR" };
    const taken = await shop.send("POST", `/v1/accounts/${source}/payments`, { cell: "us", body });
    expect(taken.status).toBe(201);
  }
  await platform.settle();
  await platform.closeFences("eu", "us", 2n);
  await platform.renewLeases({}, 3n);
  await platform.settle();
  records = platform.cell("eu").journal.next();
}, 60_000);

/** The rows without what depends on when they came: the places of events in their tenants' listings, and marks. */
function contents(world: ViewsWorld): readonly unknown[] {
  return world
    .dump()
    .filter(([name]) => !name.startsWith("marks "))
    .map(([name, row]) => {
      const { arrival: _, ...item } = row;
      return [name.replace(/ event#\S+Z#/, " event#"), item];
    });
}

async function projected(batches: readonly (readonly StreamRecord[])[]): Promise<readonly unknown[]> {
  const world = await createViewsWorld();
  const projector = world.projector(platform);
  for (const batch of batches) expect(await projector.project(batch)).toBeUndefined();
  return contents(world);
}

describe("the order of the journal's records", () => {
  it("does not matter, nor does how often and in which batches they come", async () => {
    const inOrder = await projected([records]);
    expect(inOrder.length).toBeGreaterThan(35);
    const places = fc.array(fc.nat(records.length - 1), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat(1_000_000)),
        places,
        fc.integer({ min: 1, max: 60 }),
        async (keys, again, size) => {
          const all = [...records.keys(), ...again].map((place) => ({ place, key: keys.next().value ?? 0 }));
          const shuffled = all.toSorted((one, another) => one.key - another.key).map(({ place }) => records[place]);
          const sent = shuffled.filter((record) => record !== undefined);
          const batches = Array.from({ length: Math.ceil(sent.length / size) }, (_, index) =>
            sent.slice(index * size, (index + 1) * size),
          );
          expect(await projected(batches)).toEqual(inOrder);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  }, 60_000);

  it("matters to nothing when the batches of several shards are worked on at once", async () => {
    const world = await createViewsWorld();
    const halves = [0, 1].map((half) => records.filter((_, index) => index % 2 === half));
    const projectors = halves.map(() => world.projector(platform));
    await Promise.all(projectors.map((projector, half) => projector.project(halves[half] ?? [])));
    expect(contents(world)).toEqual(await projected([records]));
  });
});

describe("what is projected", () => {
  it("sums up to what the ledger says of every account", async () => {
    const world = await createViewsWorld();
    await world.projector(platform).project(records);
    const sums = new Map<string, bigint>();
    for (const [name, { amount }] of world.dump()) {
      const account = /^1#acct#(\S+) entry#/.exec(name)?.[1];
      if (account !== undefined && typeof amount === "bigint") sums.set(account, (sums.get(account) ?? 0n) + amount);
    }
    expect(sums.size).toBeGreaterThan(4);
    for (const [account, sum] of sums) {
      const [, home = ""] = account.split("_");
      const balance = await platform.cell("eu").ledger.get({ pk: `${home}#acct#${account}`, sk: "balance" });
      expect([account, sum]).toEqual([account, balance?.["posted"]]);
    }
  });

  it("takes few requests: a batch of hundreds of changes is a few writes of rows", async () => {
    const world = await createViewsWorld();
    await world.projector(platform).project(records);
    const count = (action: string) => world.calls.filter((call) => call === action).length;
    const rows = world.dump().length;
    expect(count("BatchWriteItem")).toBeLessThanOrEqual(Math.ceil(rows / 25) + 1);
    expect(count("TransactWriteItems")).toBeLessThanOrEqual(8);
    expect(count("PutItem")).toBe(1);
  });
});
