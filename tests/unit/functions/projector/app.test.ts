import { beforeEach, describe, expect, it } from "vitest";
import type { Projector, StreamRecord } from "../../../../functions/projector/app.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";
import { createViewsWorld, type ViewsWorld } from "./views-world.ts";

let platform: Platform;
let world: ViewsWorld;
let projector: Projector;
let logged: string[];
let records: readonly StreamRecord[];
let source: string;

beforeEach(async () => {
  platform = await createPlatform();
  source = await funded(platform, "eu", 1_000);
  const payee = await apiClient(platform).open("eu");
  for (const amount of [10, 20, 30]) await apiClient(platform).pay(source, payee, amount);
  records = platform.cell("eu").journal.next();
  world = await createViewsWorld();
  logged = [];
  projector = world.projector(platform, logged);
});

/** How many entries the account has, and what they sum up to. */
function booked(account: string): unknown {
  const rows = world.dump().filter(([name]) => name.startsWith(`1#acct#${account} entry#`));
  const amount = rows.reduce((sum, [, row]) => (typeof row["amount"] === "bigint" ? sum + row["amount"] : sum), 0n);
  return { amount, entries: rows.length };
}

const poison = (data: string): StreamRecord => ({ sequenceNumber: "poison", shard: "shardId-000000000000", data });

/** A record of the journal with something in it changed. */
function changed(change: (record: { eventName: string; dynamodb: Record<string, unknown> }) => void): StreamRecord {
  const payment = records.find(({ data }) => data.includes("#pay#pay_"));
  const record = JSON.parse(payment?.data ?? "{}");
  change(record);
  return poison(JSON.stringify(record));
}

const lettered = (name: string, value: object) =>
  changed(({ dynamodb }) => Object.assign(dynamodb["NewImage"] as object, { [name]: value }));

describe("a record that cannot be read", () => {
  it.each([
    ["no JSON, with a name in it: Jane Doe", () => poison("Jane Doe")],
    ["no object", () => poison("[]")],
    ["no change", () => poison("{}")],
    ["a key of another table", () => changed(({ dynamodb }) => void (dynamodb["Keys"] = { id: { S: "1" } }))],
    ["an unknown kind of change", () => changed((record) => void (record.eventName = "MERGE"))],
    [
      "a time in milliseconds",
      () => changed(({ dynamodb }) => void delete dynamodb["ApproximateCreationDateTimePrecision"]),
    ],
    ["no image", () => changed(({ dynamodb }) => void delete dynamodb["NewImage"])],
    ["bytes, which are never written", () => lettered("postings", { B: "AA==" })],
    ["postings of another form", () => lettered("postings", { L: [{ S: "Jane Doe" }] })],
    ["an amount with decimals", () => lettered("at", { N: "1.5" })],
    ["a tenant that is none", () => lettered("tenant", { S: "Jane Doe" })],
  ])("fails by itself, whatever is wrong: %s", async (_, record) => {
    const [before, after] = [records.slice(0, 5), records.slice(5)];
    expect(await projector.project([...before, record(), ...after])).toBe("poison");
    // All the others are in, so that whoever gives this one up loses nothing else.
    expect(booked(source)).toEqual({ amount: 940n, entries: 4 });
    expect(logged.length).toBe(1);
    expect(logged.join()).toContain("poison");
    expect(logged.join()).not.toContain("Jane");
    // As Lambda does: from the failed one on, until it is given up.
    expect(await projector.project([record(), ...after])).toBe("poison");
    expect(await projector.project(after)).toBeUndefined();
    expect(booked(source)).toEqual({ amount: 940n, entries: 4 });
  });

  it("is behind which the lowest of several", async () => {
    const second = { ...poison("x"), sequenceNumber: "second" };
    expect(await projector.project([...records.slice(0, 2), poison("x"), ...records.slice(2), second])).toBe("poison");
  });
});

describe("what the ledger keeps besides journal items", () => {
  it("asks for no view, and is not looked at", async () => {
    const foreign = changed(({ dynamodb }) => {
      dynamodb["Keys"] = { pk: { S: "eu#seal#1" }, sk: { S: "root" } };
      dynamodb["NewImage"] = { what: { B: "AA==" } };
    });
    expect(await projector.project([foreign])).toBeUndefined();
    expect(world.dump().map(([name]) => name)).toEqual(["marks shard#shardId-000000000000"]);
  });
});

describe("how far the projector has come", () => {
  it("is noted for each shard: all of a batch, or up to what failed", async () => {
    await projector.project(records);
    const [whole] = await world.views.marks();
    expect(whole?.us).toBe(whole?.newest);
    await projector.project([...records.slice(0, 4), poison("x"), ...records.slice(4)]);
    const [part, ...others] = await world.views.marks();
    expect(others).toEqual([]);
    expect([part?.newest, (part?.us ?? 0n) < (part?.newest ?? 0n)]).toEqual([whole?.newest, true]);
  });
});

describe("a payee that has not replicated to here yet", () => {
  it("is found by its tenant's listing once it comes", async () => {
    const isPayees = ({ data }: StreamRecord) => data.includes('"sk":{"S":"account"}');
    const accounts = records.filter(isPayees);
    const elsewhere = await createPlatform(2);
    const blind = world.projector(elsewhere, logged);
    await blind.project(records.filter((record) => !isPayees(record)));
    const listed = () => world.dump().filter(([name]) => /^1#tenant#shop#\d pay#/.test(name)).length;
    expect(listed()).toBe(3);
    expect(await blind.project(accounts)).toBeUndefined();
    // The payment that brought money in is the operator's, and this tenant was paid by it.
    expect(listed()).toBe(4);
  });
});
