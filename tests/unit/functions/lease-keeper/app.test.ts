import { systemClock } from "../../../../functions/stores/clock.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { parseCellName, type CellName } from "../../../../functions/domain/ids.ts";
import type { Lease } from "../../../../functions/domain/lease.ts";
import { createApp, type Keeper } from "../../../../functions/lease-keeper/app.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import { createControl, createControlWriter, type Control } from "../../../../functions/stores/control.ts";
import { createDynamoDb, type DynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { accountId, register } from "../../local/aws/account.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createSigns } from "../../../../functions/stores/signs.ts";
import { keeperEnv } from "./env.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

let kernel: VirtualKernel;
let dynamoDb: DynamoDb;
let keeper: Keeper;
let control: Control;
let keys: string;
let authorityDown: boolean;
let directoryDown: boolean;

const parsed = parseCellName("eu");
if (!parsed.ok) throw new Error("eu is a cell name");
const eu: CellName = parsed.value;

beforeEach(async () => {
  kernel = createVirtualKernel(1);
  dynamoDb = createDynamoDb({ kernel, knobs: defaultKnobs(), accountId });
  keys = '{"keys":[]}';
  authorityDown = false;
  directoryDown = false;
  const table = { attributes: [{ name: "pk", type: "S" }], hashKey: "pk", billingMode: "PAY_PER_REQUEST" };
  for (const name of ["authority", "control"]) {
    await register(dynamoDb.resources, "aws:dynamodb/table:Table", { ...table, name });
  }
  keeper = createKeeper();
  control = createControl(seam(), "control", clock());
});

const clock = () => ({
  now: kernel.now,
  monotonic: kernel.now,
  sleep: (ms: number) => new Promise<void>((resolve) => void kernel.after(ms, resolve)),
  deadline: systemClock().deadline,
});

const seam = () => dynamoDbSeam(dynamoDb.service, "eu-west-1");

function createKeeper(): Keeper {
  const healthy = seam();
  const authorityClient = {
    send: (...call: Parameters<typeof healthy.send>) =>
      authorityDown || (directoryDown && call[0].constructor.name === "ScanCommand")
        ? Promise.reject(new Error("unreachable"))
        : healthy.send(...call),
    // A client that can be cut off; the overloads of `send` cannot be written for it.
  } as unknown as typeof healthy;
  const stores = {
    authority: createAuthorityTable([authorityClient], "authority", clock()),
    control: createControlWriter(seam(), "control", clock()),
    issuer: async () => ({ url: "https://issuer", keys }),
    signs: createSigns([authorityClient], "authority", clock()),
    canary: { pay: async () => ({ outcome: "paid" as const }) },
    log: () => {},
  };
  return createApp(keeperEnv(eu), stores, clock(), kernel.random);
}

async function tick(of: Keeper): Promise<boolean> {
  await kernel.advance(2_000);
  return of.tick();
}

async function ticks(of: Keeper, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await tick(of);
}

/** Virtual seconds, each with a turn of the event loop for what it woke. */
async function seconds(count: number): Promise<void> {
  for (let second = 0; second < count; second += 1) {
    await kernel.advance(1_000);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

describe("a keeper of a new cell", () => {
  it("adds its home under epoch 1, then carries the lease and its own issuer", async () => {
    expect(await tick(keeper)).toBe(true);
    const copy = await control.lease();
    expect(copy?.lease.homes).toEqual({ eu: { owner: "eu", epoch: 1n, mode: "normal" } });
    expect(copy?.lease.sent).toBe(kernel.now());
    expect(await control.issuer(eu)).toEqual({ cell: "eu", url: "https://issuer", keys });
  });

  it("adds a home once, however many keepers do", async () => {
    await Promise.all([keeper, createKeeper(), createKeeper()].map((each) => each.tick()));
    await keeper.tick();
    const copy = await control.lease();
    expect(copy?.lease.revision).toBe(1n);
  });

  it("publishes its keys once, and again when they were rotated", async () => {
    await ticks(keeper, 4);
    const revision = (await control.refreshLease())?.lease.directoryRevision;
    keys = '{"keys":["rotated"]}';
    const next = createKeeper();
    await ticks(next, 3);
    expect((await control.refreshLease())?.lease.directoryRevision).toBe((revision ?? 0n) + 1n);
    expect(await control.issuer(eu)).toMatchObject({ keys });
  });
});

describe("a keeper that cannot read the authority", () => {
  it("writes nothing: the lease ages on, and is renewed when it can again", async () => {
    await ticks(keeper, 3);
    const { sent } = (await control.refreshLease())?.lease ?? { sent: 0 };
    authorityDown = true;
    await kernel.advance(4_000);
    expect(await keeper.tick()).toBe(false);
    expect((await control.refreshLease())?.lease.sent).toBe(sent);
    authorityDown = false;
    expect(await keeper.tick()).toBe(true);
    expect((await control.refreshLease())?.lease.sent).toBe(kernel.now());
  });
});

it("a lease never announces a directory that is not there yet: it names the one that was copied", async () => {
  await ticks(keeper, 3);
  const before = (await control.refreshLease())?.lease.directoryRevision ?? 0n;
  const client = { tenant: "shop", name: "shop" };
  await createAuthorityTable([seam()], "authority", clock()).putDirectoryItem("client#eu#new", client);
  directoryDown = true;
  expect(await tick(keeper)).toBe(true);
  expect((await control.refreshLease())?.lease).toMatchObject({ directoryRevision: before, sent: kernel.now() });
  directoryDown = false;
  expect(await tick(keeper)).toBe(true);
  expect((await control.refreshLease())?.lease.directoryRevision).toBe(before + 1n);
  expect(await control.tenantOf(eu, "new")).toBe("shop");
});

it("a late keeper never pulls a lease back", async () => {
  await ticks(keeper, 3);
  const lease = (await control.refreshLease())?.lease;
  if (lease === undefined) throw new Error("there is a lease");
  const writer = createControlWriter(seam(), "control", clock());
  const outcomeOf = async (other: Lease) => (await writer.writeLease(other, "other")).outcome;
  expect(await outcomeOf({ ...lease, sent: lease.sent - 1 })).toBe("superseded");
  expect(await outcomeOf({ ...lease, sent: lease.sent + 1 })).toBe("renewed");
  expect(await outcomeOf({ ...lease, revision: lease.revision + 1n, sent: lease.sent - 5_000 })).toBe("renewed");
});

it("runs for as long as it is told, a tick every two seconds", async () => {
  const run = keeper.run(150_000);
  await seconds(30);
  const early = (await control.refreshLease())?.lease.sent ?? 0;
  expect(kernel.now() - early).toBeLessThanOrEqual(2_000);
  await seconds(130);
  await run;
  const late = (await control.refreshLease())?.lease.sent ?? 0;
  expect(kernel.now() - late).toBeGreaterThanOrEqual(8_000);
});
