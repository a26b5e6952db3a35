import { beforeEach, describe, expect, it } from "vitest";
import { createApp, type Keeper } from "../../../../functions/lease-keeper/app.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import { createControl, createControlWriter, type Control } from "../../../../functions/stores/control.ts";
import { createSigns } from "../../../../functions/stores/signs.ts";
import { EU } from "../domain/world.ts";
import { createVirtualWorld, type VirtualWorld } from "../platform/virtual-world.ts";
import { keeperEnv } from "./env.ts";

/** A keeper under test, and what becomes of it. */
interface Watched {
  readonly name: string;
  /** It reaches the authority table no more. */
  cutOff: boolean;
  /** Nothing of it goes on any more. */
  dead: boolean;
  /** Its wall clock is this far ahead, milliseconds. */
  aheadMs: number;
}

let world: VirtualWorld;
let control: Control;
/** Who read the authority, and when, seconds since the beginning. */
let reads: { readonly by: string; readonly at: number }[];
/** The oldest that the lease in `control` was at any time, milliseconds. */
let oldestMs: number;

const start = Date.UTC(2026, 0, 1);
const second = () => (world.kernel.now() - start) / 1000;
const readsOf = (by: string, from: number, to: number) =>
  reads.filter((read) => read.by === by && read.at >= from && read.at < to).length;

beforeEach(async () => {
  world = await createVirtualWorld();
  control = createControl(world.client("eu-west-1"), "control", world.clock);
  reads = [];
  oldestMs = 0;
});

function createKeeper(self: Watched): Keeper {
  const clock = {
    ...world.clock,
    now: () => world.kernel.now() + self.aheadMs,
    sleep: (ms: number) => world.clock.sleep(ms).then(() => (self.dead ? new Promise<void>(() => {}) : undefined)),
  };
  const authority = createAuthorityTable([world.replica("eu-west-1")], "authority", clock);
  const read = async () => {
    reads.push({ by: self.name, at: second() });
    return self.cutOff ? undefined : authority.read();
  };
  const stores = {
    authority: { ...authority, read },
    control: createControlWriter(world.client("eu-west-1"), "control", clock),
    issuer: async () => ({ url: "https://issuer", keys: "{}" }),
    signs: createSigns([world.replica("eu-west-1")], "authority", clock),
    canary: { pay: async () => ({ outcome: "paid" }) as const },
    log: () => {},
  };
  return createApp(keeperEnv(EU), stores, clock, world.kernel.random);
}

/** Starts a keeper for 150 s, `at` seconds from now. */
function keeper(name: string, at: number, aheadMs = 0): Watched {
  const self = { name, cutOff: false, dead: false, aheadMs };
  world.kernel.after(at * 1000, () => void createKeeper(self).run(150_000));
  return self;
}

/** Lets time pass and watches the lease meanwhile. */
async function seconds(count: number): Promise<void> {
  for (let step = 0; step < count * 10; step += 1) {
    await world.advance(100);
    const sent = (await control.refreshLease())?.lease.sent;
    if (sent !== undefined) oldestMs = Math.max(oldestMs, world.kernel.now() - sent);
  }
}

describe("of keepers that overlap", () => {
  it("the one that began last reads the authority, the others look at the lease alone", async () => {
    keeper("a", 0);
    keeper("b", 60.7);
    keeper("c", 121.3);
    await seconds(148);
    expect(readsOf("a", 1, 60)).toBe(29);
    expect(readsOf("a", 64, 148)).toBe(0);
    expect(readsOf("b", 61, 121)).toBeGreaterThanOrEqual(29);
    expect(readsOf("b", 125, 148)).toBe(0);
    expect(readsOf("c", 122, 148)).toBeGreaterThanOrEqual(12);
  });

  it("none leaves a gap when it ends: the one that goes on has led all along", async () => {
    for (const [index, name] of ["a", "b", "c", "d", "e"].entries()) keeper(name, 60 * index + (index % 2));
    await seconds(330);
    expect(oldestMs).toBeLessThanOrEqual(2_200);
  });

  it.each<[string, (younger: Watched) => void]>([
    ["dies", (younger) => (younger.dead = true)],
    ["reaches the authority no more", (younger) => (younger.cutOff = true)],
  ])("an older one goes on when the one that leads %s", async (_, fate) => {
    for (const phase of [0, 0.4, 0.9, 1.3, 1.8, 2.6]) {
      const older = keeper(`older ${phase}`, 0);
      const younger = keeper(`younger ${phase}`, 20);
      await seconds(40 + phase);
      oldestMs = 0;
      fate(younger);
      await seconds(20);
      // Copies of it in memory are up to two seconds old, and a write begins with a second of the eight left.
      expect(oldestMs).toBeLessThanOrEqual(4_700);
      expect(readsOf(older.name, second() - 10, second())).toBeGreaterThanOrEqual(4);
      older.dead = true;
      younger.dead = true;
    }
  });

  it("the older one stands by again once the younger reaches the authority", async () => {
    keeper("older", 0);
    const younger = keeper("younger", 20);
    await seconds(40);
    younger.cutOff = true;
    await seconds(20);
    younger.cutOff = false;
    await seconds(6);
    await seconds(30);
    expect(readsOf("older", 66, 96)).toBe(0);
    expect(readsOf("younger", 66, 96)).toBeGreaterThanOrEqual(14);
  });

  it("two that began at the same moment agree on one", async () => {
    keeper("one", 0);
    keeper("other", 0);
    await seconds(30);
    const late = ["one", "other"].map((name) => readsOf(name, 10, 30));
    expect(Math.min(...late)).toBe(0);
    expect(Math.max(...late)).toBeGreaterThanOrEqual(9);
  });

  it("a clock that is wrong lets nobody stand by for a lease that nobody accepts", async () => {
    keeper("older", 0);
    keeper("younger", 20, -5_000);
    await seconds(60);
    expect(readsOf("older", 30, 60)).toBe(15);
    expect(oldestMs).toBeLessThanOrEqual(2_200);
  });
});
