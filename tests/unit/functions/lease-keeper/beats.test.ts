import { beforeEach, describe, expect, it } from "vitest";
import { createApp, type Keeper } from "../../../../functions/lease-keeper/app.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import type { CanaryOutcome } from "../../../../functions/stores/canary.ts";
import { createControl, createControlWriter, type Control } from "../../../../functions/stores/control.ts";
import { createSigns, type Signs } from "../../../../functions/stores/signs.ts";
import { EU } from "../domain/world.ts";
import { createVirtualWorld, type VirtualWorld } from "../platform/virtual-world.ts";
import { keeperEnv } from "./env.ts";

let world: VirtualWorld;
let signs: Signs;
let control: Control;
/** When canaries were sent and beats counted, seconds since the beginning. */
let sent: number[];
let beaten: number[];
/** How often keepers looked for the beats of others. */
let looks: number;
let outcome: () => Promise<CanaryOutcome>;

beforeEach(async () => {
  world = await createVirtualWorld();
  signs = createSigns([world.replica("eu-west-1")], "authority", world.clock);
  control = createControl(world.client("eu-west-1"), "control", world.clock);
  sent = [];
  beaten = [];
  looks = 0;
  outcome = async () => ({ outcome: "paid" });
});

const start = Date.UTC(2026, 0, 1);
const second = () => (world.kernel.now() - start) / 1000;

function createKeeper(): Keeper {
  const beat: Signs["beat"] = async (cell) => {
    const count = await signs.beat(cell);
    beaten.push(second());
    return count;
  };
  const beatOf: Signs["beatOf"] = (cell) => {
    looks += 1;
    return signs.beatOf(cell);
  };
  const pay = async () => {
    sent.push(second());
    // As long as a payment takes.
    await world.clock.sleep(100);
    return outcome();
  };
  const stores = {
    authority: createAuthorityTable([world.replica("eu-west-1")], "authority", world.clock),
    control: createControlWriter(world.client("eu-west-1"), "control", world.clock),
    issuer: async () => ({ url: "https://issuer", keys: "{}" }),
    signs: { beatOf, beat },
    canary: { pay },
    log: () => {},
  };
  return createApp(keeperEnv(EU), stores, world.clock, world.kernel.random);
}

/** Starts keepers at these seconds, each for 150 s, and lets `seconds` pass. */
async function keepers(startsAt: readonly number[], seconds: number): Promise<void> {
  const runs: Promise<void>[] = [];
  for (const at of startsAt) world.kernel.after(at * 1000, () => void runs.push(createKeeper().run(150_000)));
  await world.advance(seconds * 1000);
}

const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe("a keeper beats", () => {
  it("every five seconds, after a payment that was taken", async () => {
    await keepers([0], 61);
    expect(beaten).toHaveLength(13);
    for (const gap of gaps(beaten)) expect(Math.abs(gap - 5)).toBeLessThan(0.15);
    expect(await signs.beatOf(EU)).toMatchObject({ count: 13n });
  });

  it("without looking for others' beats while the counts of its own tell that there are none", async () => {
    await keepers([0], 61);
    expect([beaten.length, looks]).toEqual([13, 1]);
    // Somebody else's: it looks again, once.
    await signs.beat(EU);
    await world.advance(15_000);
    expect([beaten.length, looks]).toEqual([16, 2]);
  });

  it("when the cell sends callers to the one that serves its home", async () => {
    outcome = async () => ({ outcome: "redirected" });
    await keepers([0], 11);
    expect(beaten).toHaveLength(3);
  });

  it("not when the payment failed, and pays again two seconds later", async () => {
    outcome = async () => ({ outcome: "failed", why: "payment: status 503" });
    await keepers([0], 9);
    expect([beaten.length, sent.length]).toEqual([0, 5]);
    outcome = async () => ({ outcome: "paid" });
    await world.advance(3_000);
    expect(beaten).toHaveLength(1);
  });

  it("not while the authority table cannot be reached, and again when it can", async () => {
    await keepers([0], 20);
    const before = beaten.length;
    world.lost.add("eu-west-1");
    await world.advance(30_000);
    expect(beaten).toHaveLength(before);
    world.lost.delete("eu-west-1");
    await world.advance(5_000);
    expect(beaten.length).toBeGreaterThan(before);
  });

  it("apart from the tick: a canary that hangs keeps no lease from being renewed", async () => {
    outcome = () => new Promise(() => {});
    await keepers([0], 30);
    expect(world.kernel.now() - ((await control.refreshLease())?.lease.sent ?? 0)).toBeLessThanOrEqual(2_000);
    expect(beaten).toEqual([]);
  });
});

describe("keepers that overlap", () => {
  it.each<[string, readonly number[]]>([
    ["started every minute", [0, 60, 120, 180, 240]],
    ["started at odd times", [0, 58.3, 121.7, 179.9, 243.2]],
    ["started twice at once", [0, 0, 60, 60, 120, 120, 180, 180]],
    ["whose start was missed once", [0, 120, 240]],
  ])("%s send one canary in five seconds among them, and leave no gap", async (_, startsAt) => {
    await keepers(startsAt, 300);
    expect(Math.max(...gaps(beaten))).toBeLessThan(8);
    // One every five seconds, and what taking over costs.
    expect(sent.length).toBeLessThanOrEqual(60 + 2 * startsAt.length);
  });

  it("publish their own client beside the issuer", async () => {
    await keepers([0], 5);
    expect(await control.tenantOf(EU, "canary-client")).toBe("platform-canary");
  });
});
