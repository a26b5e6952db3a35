import { beforeEach, describe, expect, it } from "vitest";
import { manifestKey, parseManifest } from "../../../../functions/domain/archive-manifest.ts";
import { createSealing, DEAD_LETTERS } from "../../../../functions/archive/sealing.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { deadLettersMessage } from "../../../../infra/plan/archive.ts";
import { body, bucketOf, createArchiveWorld, type ArchiveWorld } from "./world.ts";

let world: ArchiveWorld;

beforeEach(async () => {
  world = await createArchiveWorld();
  await world.pay();
  await world.deliver("eu");
});

/** Another sealer of the same cell, as a second run of the function is, which remembers nothing. */
function another(log: (message: string) => void = () => {}, aheadMs = 0) {
  const { kernel } = world.platform;
  const now = () => kernel.now() + aheadMs;
  const clock: Clock = { now, monotonic: kernel.now, sleep: async () => {}, deadline: systemClock().deadline };
  const stores = { ...world.stores.eu, log: (_: unknown, message: string) => log(message) };
  return createSealing(world.platform.cell("eu").name, stores, clock);
}

const roots = async () => (await world.stores.eu.ledger.rootsFrom(world.platform.cell("eu").name, 1)).length;

describe("sealing", () => {
  it("seals each object once, by whomever, and nothing where there is nothing new", async () => {
    expect(await world.archives.eu.seal()).toBe(1);
    expect(await world.archives.eu.seal()).toBe(0);
    expect(await another().seal()).toBe(0);
    expect([await world.keys("eu", "manifests/"), await roots()]).toEqual([[manifestKey(1)], 1]);
  });

  it("by two at once makes one chain: the second finds its place taken", async () => {
    const outcomes = await Promise.allSettled([world.archives.eu.seal(), another(undefined, 1).seal()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect([await world.keys("eu", "manifests/"), await roots()]).toEqual([[manifestKey(1)], 1]);
  });

  it("that broke off before the ledger knew is gone on with", async () => {
    const { ledger } = world.stores.eu;
    const broken = {
      ...world.stores.eu,
      ledger: { ...ledger, putRoot: async () => Promise.reject(new Error("lost")) },
    };
    const { kernel } = world.platform;
    const clock: Clock = {
      now: kernel.now,
      monotonic: kernel.now,
      sleep: async () => {},
      deadline: systemClock().deadline,
    };
    await expect(createSealing(world.platform.cell("eu").name, broken, clock).seal()).rejects.toThrow("lost");
    expect([await world.keys("eu", "manifests/"), await roots()]).toEqual([[manifestKey(1)], 0]);
    expect(await world.archives.eu.seal()).toBe(0);
    expect(await roots()).toBe(1);
  });

  it("finds what was delivered days late, and does not seal again what was sealed long ago", async () => {
    await world.archives.eu.seal();
    const [sealed = ""] = await world.keys("eu", "journal/");
    await world.pass(3 * 86_400_000);
    const Key = sealed.replace(".gz", "-late.gz");
    await world.call("s3", "PutObject", { Bucket: bucketOf("eu"), Key, ...body(Buffer.from("late")) });
    expect(await another().seal()).toBe(1);
    const text = (await world.stores.eu.bucket.read(manifestKey(2)))?.body ?? new Uint8Array();
    const read = parseManifest(Buffer.from(text).toString());
    expect(read.ok && read.value.manifest.objects.map(({ key }) => key)).toEqual([Key]);
  });

  it("does not go on from a manifest that is not what the ledger says", async () => {
    await world.archives.eu.seal();
    const { Body } = await world.call("s3", "GetObject", { Bucket: bucketOf("eu"), Key: manifestKey(1) });
    if (Body instanceof Buffer) Body.write("9", Body.indexOf('"bytes":') + 8);
    await expect(another().seal()).rejects.toThrow(`${manifestKey(1)} is not what the ledger says.`);
  });

  it("tells of records under errors/, in the words that an alarm looks for", async () => {
    const day = new Date(world.platform.kernel.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const Key = `errors/${day}/processing-failed/1.gz`;
    await world.call("s3", "PutObject", { Bucket: bucketOf("eu"), Key, ...body(Buffer.from("?")) });
    const told: string[] = [];
    expect(await another((message) => told.push(message)).seal()).toBe(2);
    expect([told, DEAD_LETTERS]).toEqual([[deadLettersMessage], deadLettersMessage]);
    expect(await another((message) => told.push(message)).seal()).toBe(0);
    expect(told).toHaveLength(1);
  });

  it("costs a warm function three lists, three looks at where it stands, and a put", async () => {
    await world.archives.eu.seal();
    await world.pay();
    await world.deliver("eu");
    world.calls.length = 0;
    await world.archives.eu.seal();
    const count = (action: string) => world.calls.filter((call) => call === action).length;
    expect([count("ListObjectsV2"), count("GetObject"), count("PutObject")]).toEqual([3, 1, 1]);
  });
});

describe("countersigning", () => {
  it("signs the roots of the other cell that have come here, in their order, once", async () => {
    await world.archives.eu.seal();
    expect(await world.archives.us.countersign()).toBe(0);
    await world.pass(60_000);
    expect(await world.archives.us.countersign()).toBe(1);
    expect(await world.archives.us.countersign()).toBe(0);
    expect(world.calls.filter((call) => call === "Sign")).toHaveLength(1);
  });

  it("waits where an earlier root is still on its way", async () => {
    const { ledger } = world.stores.us;
    const eu = world.platform.cell("eu").name;
    const root = { cell: eu, previous: "0".repeat(64), manifest: "1".repeat(64), root: "2".repeat(64) };
    await world.stores.eu.ledger.putRoot({ ...root, sequence: 2 });
    await world.pass(60_000);
    expect(await world.archives.us.countersign()).toBe(0);
    await world.stores.eu.ledger.putRoot({ ...root, sequence: 1 });
    await world.pass(60_000);
    await expect(world.archives.us.countersign()).rejects.toThrow("Root 2 of eu does not follow the one before.");
    expect((await ledger.lastCountersignature(world.platform.cell("us").name, eu))?.sequence).toBe(1);
  });
});

it("a run does both, and fails where either did", async () => {
  await world.archives.eu.run();
  expect(await roots()).toBe(1);
  await world.call("dynamodb", "UpdateItem", {
    TableName: "prod-ledger",
    Key: { pk: { S: "eu#archive" }, sk: { S: "root#000000000001" } },
    UpdateExpression: "SET manifest = :m",
    ExpressionAttributeValues: { ":m": { S: "0".repeat(64) } },
  });
  await expect(world.archives.eu.run()).rejects.toThrow("is not what the ledger says");
  expect(world.platform.logged.join()).toContain("the archive is not as it has to be");
});
