import { beforeEach, describe, expect, it } from "vitest";
import { createApp, type Controller } from "../../../../functions/controller/app.ts";
import { evacuate, failback, giveBack } from "../../../../functions/domain/authority.ts";
import { closeFence, countAbsorbed, openFence, passFence, type Takeover } from "../../../../functions/domain/fences.ts";
import type { CellName, PaymentId } from "../../../../functions/domain/ids.ts";
import { FENCE_SHARDS, fenceKey, fenceShard, type LedgerKey } from "../../../../functions/domain/keys.ts";
import type { LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { createAuthorityChanges, type AuthorityChanges } from "../../../../functions/stores/authority-changes.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import { createLedger, type Ledger } from "../../../../functions/stores/ledger.ts";
import { createLedgerRows, type LedgerRows } from "../../../../functions/stores/ledger-rows.ts";
import { createSigns } from "../../../../functions/stores/signs.ts";
import { EU, US } from "../domain/world.ts";
import { createVirtualWorld, type VirtualWorld } from "../platform/virtual-world.ts";

const REGION = { [EU]: "eu-west-1", [US]: "us-east-1" };

let world: VirtualWorld;
let authority: AuthorityChanges;
let controllers: { readonly eu: Controller; readonly us: Controller };
/** Writes to the ledger by all controllers. */
let writes: number;
/** The cells whose keepers beat. */
let beating: Set<CellName>;
let running: boolean;

beforeEach(async () => {
  world = await createVirtualWorld();
  authority = createAuthorityChanges([world.replica("global")], "authority", world.clock, world.kernel.random);
  const table = createAuthorityTable([world.replica("global")], "authority", world.clock);
  for (const cell of [EU, US]) await table.addHome(cell);
  controllers = { eu: controllerOf(EU), us: controllerOf(US) };
  writes = 0;
  beating = new Set([EU, US]);
  running = true;
});

function ledgerOf(cell: CellName): Ledger {
  const count = (action: string) => void (writes += action === "TransactWriteItems" ? 1 : 0);
  return createLedger(world.client(REGION[cell] ?? "", count), "ledger", world.clock, world.kernel.random);
}

function rowsOf(cell: CellName): LedgerRows {
  return createLedgerRows(world.client(REGION[cell] ?? ""), "ledger", world.clock, world.kernel.random);
}

function controllerOf(
  cell: CellName,
  { ledger = ledgerOf(cell), rows = rowsOf(cell) }: { readonly ledger?: Ledger; readonly rows?: LedgerRows } = {},
): Controller {
  // Cells reach the authority's table by the replica that is nearest to none of them.
  const replica = world.replica("global");
  const env = { cell, ledgerTable: "ledger", authorityTable: "authority", authorityRegions: ["global"] };
  const stores = {
    authority: createAuthorityChanges([replica], "authority", world.clock, world.kernel.random),
    signs: createSigns([replica], "authority", world.clock),
    ledger,
    rows,
    log: () => {},
  };
  return createApp(env, stores, world.clock);
}

/** Lets seconds pass, in which controllers tick and keepers beat. */
async function seconds(count: number, of: readonly Controller[] = Object.values(controllers)): Promise<void> {
  const signs = createSigns([world.replica("global")], "authority", world.clock);
  for (let second = 0; second < count; second += 1) {
    await world.advance(1_000);
    if (second % 5 === 0) for (const cell of beating) await signs.beat(cell);
    if (!running) continue;
    const ticks = Promise.all(of.map((controller) => controller.tick()));
    // Ticks that take long take virtual time.
    const over = { ticks: false };
    void ticks.finally(() => (over.ticks = true));
    for (let step = 0; !over.ticks && step < 200; step += 1) await world.advance(50);
    await ticks;
  }
}

async function evacuateEu(): Promise<Takeover> {
  await seconds(1);
  const decide = evacuate({ cell: EU, standIns: {}, automatic: false });
  await authority.change({ by: "operator", what: "evacuate eu", decide });
  return { standIn: US, home: EU, epoch: 2n };
}

const callBack = () => authority.change({ by: "operator", what: "failback eu", decide: failback(EU) });
const home = async () => (await authority.state())?.homes["eu"];

/** How many fence rows of a takeover stand in each state, as a cell's replica has them. */
async function fences(takeover: Takeover, seenFrom: CellName = US): Promise<Readonly<Record<string, number>>> {
  const keys = Array.from({ length: FENCE_SHARDS }, (_, shard) =>
    fenceKey(takeover.standIn, takeover.home, takeover.epoch, shard),
  );
  const states: Record<string, number> = {};
  for (const row of await rowsOf(seenFrom).getMany(keys)) {
    const state = row?.["state"];
    const name = typeof state === "string" ? state : "missing";
    states[name] = (states[name] ?? 0) + 1;
  }
  return states;
}

async function write(cell: CellName, one: LedgerWrite): Promise<string> {
  return (await ledgerOf(cell).commit([one], () => true)).outcome;
}

const keyText = ({ pk, sk }: LedgerKey): string => `${pk} ${sk}`;

/** A payment of the shard 7. */
const PAYMENT = `pay_eu_07${"0".repeat(30)}` as PaymentId; // in its parser's form

describe("the stand-in's controller", () => {
  it("opens all fences when ten seconds have passed since it was first shown the epoch", async () => {
    const takeover = await evacuateEu();
    await seconds(10);
    expect(await fences(takeover)).toEqual({ missing: 256 });
    await seconds(2);
    expect(await fences(takeover)).toEqual({ open: 256 });
  });

  it("opens them once, many rows in a transaction, and reads none of them again", async () => {
    await evacuateEu();
    await seconds(14);
    const before = writes;
    await seconds(10);
    expect([before, writes]).toEqual([8, 8]);
  });

  it("opens row by row what others stand in the way of, and the rest all the same", async () => {
    const takeover = await evacuateEu();
    const ledger = ledgerOf(US);
    const hot = keyText(fenceKey(US, EU, 2n, 7));
    let contended = true;
    const commit: Ledger["commit"] = async (rows, mayAttempt) => {
      const inTheWay = contended && rows.some(({ key }) => keyText(key) === hot);
      return inTheWay ? { outcome: "contention" } : ledger.commit(rows, mayAttempt);
    };
    await seconds(13, [controllerOf(US, { ledger: { ...ledger, commit } })]);
    expect(await fences(takeover)).toEqual({ open: 255, missing: 1 });
    contended = false;
    await seconds(13, [controllerOf(US, { ledger: { ...ledger, commit } })]);
    expect(await fences(takeover)).toEqual({ open: 256 });
  });

  it("leaves a row to whoever opened it meanwhile, and opens the rest of its transaction", async () => {
    const takeover = await evacuateEu();
    const getMany: LedgerRows["getMany"] = async (keys) => {
      const rows = await rowsOf(US).getMany(keys);
      for (const shard of [3, 4, 100]) await write(US, openFence(takeover, shard));
      return rows;
    };
    await seconds(14, [controllerOf(US, { rows: { getMany } })]);
    expect(await fences(takeover)).toEqual({ open: 256 });
  });

  it("waits anew after a restart", async () => {
    const takeover = await evacuateEu();
    await seconds(8);
    controllers = { eu: controllerOf(EU), us: controllerOf(US) };
    await seconds(8);
    expect(await fences(takeover)).toEqual({ missing: 256 });
    await seconds(4);
    expect(await fences(takeover)).toEqual({ open: 256 });
  });

  it("waits anew when another epoch came meanwhile", async () => {
    await evacuateEu();
    await seconds(8);
    await callBack();
    await seconds(3);
    // Nothing was ever opened, so the home was back at once; and goes again.
    expect(await home()).toMatchObject({ owner: "eu", epoch: 3n });
    const again = { ...(await evacuateEu()), epoch: 4n };
    await seconds(8);
    expect(await fences(again)).toEqual({ missing: 256 });
    await seconds(5);
    expect(await fences(again)).toEqual({ open: 256 });
  });

  it("goes on where a predecessor ended, and opens no closed row", async () => {
    const takeover = await evacuateEu();
    await write(US, openFence(takeover, 3));
    await write(US, openFence(takeover, 4));
    await write(US, closeFence(takeover, 4));
    await seconds(14);
    expect(await fences(takeover)).toEqual({ open: 255, closed: 1 });
  });

  it("two of them do what one does", async () => {
    const takeover = await evacuateEu();
    const others = [controllerOf(US), controllers.us, controllers.eu];
    await seconds(14, others);
    expect(await fences(takeover)).toEqual({ open: 256 });
    await callBack();
    await seconds(4, others);
    expect(await fences(takeover)).toEqual({ closed: 256 });
    expect(await home()).toMatchObject({ owner: "eu", epoch: 3n });
  });

  it("closes every row at failback, those too that were never opened: who comes late finds them closed", async () => {
    const takeover = await evacuateEu();
    await seconds(2);
    await write(US, openFence(takeover, 3));
    await callBack();
    await seconds(3);
    expect(await fences(takeover)).toEqual({ closed: 256 });
    expect(await write(US, openFence(takeover, 9))).toBe("refused");
    expect(await write(US, passFence(takeover, PAYMENT, undefined))).toBe("refused");
  });

  it("closes what it had left open, when it is back and its home was taken from it", async () => {
    const takeover = await evacuateEu();
    await seconds(12);
    await callBack();
    beating.delete(US);
    await seconds(50, [controllers.eu]);
    expect(await home()).toMatchObject({ owner: EU, epoch: 3n });
    expect(await fences(takeover)).toEqual({ open: 256 });
    await seconds(3, [controllerOf(US)]);
    expect(await fences(takeover)).toEqual({ closed: 256 });
  });

  it("sends nothing when it thaws long after its reading", async () => {
    const takeover = await evacuateEu();
    const us = rowsOf(US);
    const { now } = world.clock;
    let frozen = false;
    const getMany: LedgerRows["getMany"] = async (keys) => {
      const rows = await us.getMany(keys);
      if (frozen) world.clock.now = () => now() + 3_600_000;
      return rows;
    };
    const thawing = controllerOf(US, { rows: { getMany } });
    await seconds(9, [thawing]);
    await world.advance(5_000);
    frozen = true;
    await seconds(1, [thawing]);
    expect(await fences(takeover)).toEqual({ missing: 256 });
    // The next reading is a fresh one, whatever the time.
    frozen = false;
    await seconds(1, [thawing]);
    expect(await fences(takeover)).toEqual({ open: 256 });
  });
});

describe("failback", () => {
  const takeover: Takeover = { standIn: US, home: EU, epoch: 2n };

  /** A takeover with payments of the stand-in that the home has not absorbed. */
  async function servedByUs(payments: bigint): Promise<void> {
    await evacuateEu();
    await seconds(13);
    for (let index = 0n; index < payments; index += 1n) await write(US, passFence(takeover, PAYMENT, undefined));
  }

  it("is over at once when nothing was served", async () => {
    await servedByUs(0n);
    await callBack();
    await seconds(4);
    expect(await home()).toEqual({ owner: "eu", epoch: 3n, mode: "normal" });
  });

  it("waits until every tally equals its fence", async () => {
    await servedByUs(2n);
    await callBack();
    await seconds(10);
    expect(await home()).toMatchObject({ owner: "us", mode: "returning" });
    await write(EU, countAbsorbed(takeover, PAYMENT, undefined));
    await seconds(3);
    expect(await home()).toMatchObject({ mode: "returning" });
    await write(EU, countAbsorbed(takeover, PAYMENT, undefined));
    await seconds(3);
    expect(await home()).toEqual({ owner: "eu", epoch: 3n, mode: "normal" });
    expect(fenceShard(PAYMENT)).toBe(7);
  });

  it("waits for fences that arrive late", async () => {
    await servedByUs(0n);
    world.knobs.replication.lagMs = 20_000;
    await callBack();
    await seconds(15);
    expect(await home()).toMatchObject({ mode: "returning" });
    await seconds(10);
    expect(await home()).toMatchObject({ owner: "eu", epoch: 3n });
  });

  it("is not taken for done where no fence ever arrived", async () => {
    world.knobs.replication.lagMs = 600_000;
    await servedByUs(1n);
    await callBack();
    await seconds(5);
    expect(await fences(takeover)).toEqual({ closed: 256 });
    expect(await fences(takeover, EU)).toEqual({ missing: 256 });
    expect(await home()).toMatchObject({ owner: "us", mode: "returning" });
  });

  it("that is not over in thirty seconds is off: the stand-in goes on under a new epoch", async () => {
    await servedByUs(1n);
    await callBack();
    await seconds(28);
    expect(await home()).toMatchObject({ mode: "returning" });
    await seconds(5);
    expect(await home()).toEqual({ owner: "us", epoch: 3n, mode: "normal", since: 2n });
    await seconds(13);
    expect(await fences(takeover)).toEqual({ closed: 256 });
    expect(await fences({ ...takeover, epoch: 3n })).toEqual({ open: 256 });
  });

  it("leaves no row of the epoch before open, though the stand-in was away while it was called back", async () => {
    await servedByUs(1n);
    running = false;
    await callBack();
    await authority.change({ by: "controller eu", what: "give eu back", decide: giveBack(EU, 2n) });
    running = true;
    await seconds(13);
    expect(await fences(takeover)).toEqual({ closed: 256 });
    expect(await fences({ ...takeover, epoch: 3n })).toEqual({ open: 256 });
  });

  it("the second time waits for what the first time left, too", async () => {
    await servedByUs(1n);
    await callBack();
    await seconds(48);
    await callBack();
    await seconds(10);
    expect(await fences({ ...takeover, epoch: 3n })).toEqual({ closed: 256 });
    expect(await home()).toMatchObject({ owner: "us", epoch: 3n, mode: "returning" });
    await write(EU, countAbsorbed(takeover, PAYMENT, undefined));
    await seconds(3);
    expect(await home()).toEqual({ owner: "eu", epoch: 4n, mode: "normal" });
  });

  it("from a stand-in that is lost is a takeover, forty seconds later", async () => {
    await servedByUs(1n);
    beating.delete(US);
    await callBack();
    await seconds(38, [controllers.eu]);
    expect(await home()).toMatchObject({ mode: "returning" });
    await seconds(4, [controllers.eu]);
    expect(await home()).toEqual({ owner: "eu", epoch: 3n, mode: "normal" });
  });

  it("is no takeover from a stand-in that beats", async () => {
    await servedByUs(1n);
    await callBack();
    await seconds(50, [controllers.eu]);
    expect(await home()).toMatchObject({ owner: "us", mode: "returning" });
  });

  it("does not wait for ever for a stand-in whose controller is gone: it goes on", async () => {
    await servedByUs(1n);
    await callBack();
    await seconds(64, [controllers.eu]);
    expect(await home()).toMatchObject({ owner: "us", epoch: 3n, mode: "normal" });
  });
});

describe("trouble", () => {
  it("with the authority is no reason to do anything", async () => {
    const takeover = await evacuateEu();
    world.lost.add("global");
    await seconds(0);
    const tick = expect(controllers.us.tick()).rejects.toThrow("TimeoutError");
    await world.advance(2_000);
    await tick;
    expect(await fences(takeover)).toEqual({ missing: 256 });
  });

  it("with the ledger is over when the ledger is back", async () => {
    const takeover = await evacuateEu();
    await seconds(9);
    world.lost.add("us-east-1");
    await seconds(3);
    world.lost.delete("us-east-1");
    await seconds(3);
    expect(await fences(takeover)).toEqual({ open: 256 });
  });

  it("a platform without an authority asks nothing of anybody", async () => {
    world = await createVirtualWorld();
    const asked: string[] = [];
    const tables = { ledgerTable: "ledger", authorityTable: "authority", authorityRegions: ["global"] };
    const stores = {
      authority: createAuthorityChanges(
        [world.replica("global", (call) => asked.push(call))],
        "authority",
        world.clock,
        () => 0,
      ),
      signs: createSigns([world.replica("global", (call) => asked.push(call))], "authority", world.clock),
      ledger: ledgerOf(EU),
      rows: rowsOf(EU),
      log: () => {},
    };
    await createApp({ cell: EU, ...tables }, stores, world.clock).tick();
    expect([asked, writes]).toEqual([["GetItem"], 0]);
  });

  it("runs for as long as it is told, a tick every second, whatever fails", async () => {
    const takeover = await evacuateEu();
    let over = false;
    const run = controllers.us.run(30_000).then(() => (over = true));
    await world.advance(5_000);
    world.lost.add("global");
    await world.advance(3_000);
    world.lost.delete("global");
    await world.advance(14_000);
    expect(await fences(takeover)).toEqual({ open: 256 });
    expect(over).toBe(false);
    await world.advance(10_000);
    await run;
  });
});
