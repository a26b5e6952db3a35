import { beforeEach, describe, expect, it } from "vitest";
import type { CellName } from "../../../../functions/domain/ids.ts";
import { claimKey, operationKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { reversalIdOf } from "../../../../functions/domain/reversals.ts";
import { EU, US } from "../domain/world.ts";
import { faultsIn } from "./books.ts";
import { AP, cellsWith, type Cells, type Done, type Paid } from "./cells.ts";

const TO: readonly string[] = ["emma", "bob", "ayo"];
const CAPTURE: Done = { kind: "capture", amount: 15n };
const REST: Done = { kind: "capture", key: "rest" };
const FINAL: Done = { kind: "capture", amount: 15n, final: true };
const VOID: Done = { kind: "void" };
const REFUND: Done = { kind: "refund", amount: 10n };

let cells: Cells;
beforeEach(async () => {
  cells = await cellsWith({
    anna: { home: EU, posted: 100n },
    emma: { home: EU },
    bob: { home: US },
    ayo: { home: AP },
  });
});

const held = (to: string, body = "body"): Paid => ({ from: "anna", to, amount: 40n, manual: true, body });
const keyOf = (cell: CellName, of: Paid, what: Done) => operationKey(cell, cells.id(of), cells.operation(of, what));
const done = (cell: CellName, of: Paid, what: Done) => cells.ledger(cell).get(keyOf(cell, of, what));
const claimOf = (cell: CellName, of: Paid, what: Done) => claimKey(cell, cells.id(of), cells.operation(of, what));

/** One operation of us arrives at home, with its claim, before everything else. */
function arrives(of: Paid, what: Done): void {
  const wanted = [keyOf(US, of, what), claimOf(US, of, what)];
  cells.deliver((key, to) => to === EU && wanted.some(({ pk, sk }) => key.pk === pk && key.sk === sk));
}

describe("what a stand-in has done comes before what it has queued, for a payee", () => {
  it.each(TO)("%s: a queued capture of the rest waits for the stand-in's own capture", async (to) => {
    cells.standIn(US, held(to));
    cells.pay(held(to));
    expect(cells.standInOperate(US, held(to), CAPTURE)).toMatch(/completed|processing/);
    // The home reverses the second authorization; its stand-in hears of that, and leaves the rest to it.
    const payment = [paymentKey(US, cells.id(held(to))), claimKey(US, cells.id(held(to)), undefined)];
    cells.deliver((key) => payment.some(({ pk, sk }) => key.pk === pk && key.sk === sk));
    await cells.work(EU);
    cells.deliver(({ pk }) => pk.startsWith("eu#pay#"));
    expect(cells.standInOperate(US, held(to), REST)).toBe("queued");
    arrives(held(to), REST);
    expect(await cells.act(EU, claimOf(US, held(to), REST))).toBe(false);
    expect(done(EU, held(to), REST)).toBeUndefined();
    await cells.settle();
    expect(done(EU, held(to), CAPTURE)).toMatchObject({ origin: "us", amount: 15n });
    expect(done(EU, held(to), REST)).toMatchObject({ origin: "us", amount: 25n, state: "completed" });
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/60/0", "40/40/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: a queued refund waits for the capture that it is about", async (to) => {
    cells.standIn(US, held(to));
    await cells.settle();
    cells.standInOperate(US, held(to), FINAL);
    expect(cells.standInOperate(US, held(to), REFUND)).toBe("queued");
    arrives(held(to), REFUND);
    expect(await cells.act(EU, claimOf(US, held(to), REFUND))).toBe(false);
    await cells.settle();
    await cells.settle();
    expect(done(EU, held(to), REFUND)).toMatchObject({ origin: "us", state: "completed" });
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["95/95/0", "5/5/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it("what waited is decided as soon as it may, without a message of its own", async () => {
    cells.standIn(US, held("bob"));
    await cells.settle();
    cells.standInOperate(US, held("bob"), FINAL);
    cells.standInOperate(US, held("bob"), REFUND);
    cells.deliver();
    expect(await cells.act(EU, claimOf(US, held("bob"), FINAL))).toBe(true);
    expect(done(EU, held("bob"), REFUND)).toMatchObject({ origin: "us", state: "processing" });
  });
});

describe("what a stand-in was to undo stays under its key, for a payee", () => {
  const reversed = (of: Paid, what: Done) =>
    cells.ledger(EU).get(operationKey(EU, cells.id(of), reversalIdOf(cells.id(of), US, cells.operation(of, what))));

  it.each(TO)("%s: a capture of what the home had given up is kept as reversed, and answered again", async (to) => {
    cells.standIn(US, held(to));
    await cells.settle();
    cells.standInOperate(US, held(to), FINAL);
    expect(cells.operate(held(to), VOID)).toBe("committed");
    await cells.settle();
    expect(done(EU, held(to), FINAL)).toMatchObject({ state: "reversed", origin: "us", amount: 15n, postings: [] });
    expect(cells.operate(held(to), FINAL)).toBe("replay");
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["100/100/0", "0/0/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: also where the home had declined it before it saw it", async (to) => {
    cells.standIn(US, held(to));
    await cells.settle();
    cells.standInOperate(US, held(to), FINAL);
    cells.operate(held(to), VOID);
    expect(cells.operate(held(to), FINAL)).toBe("not_capturable");
    await cells.settle();
    expect(done(EU, held(to), FINAL)).toMatchObject({ state: "reversed", origin: "us" });
    expect(done(EU, held(to), FINAL)).not.toHaveProperty("code");
    expect(reversed(held(to), FINAL)).toMatchObject({ amount: 15n });
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: also a capture of an authorization under a misused key", async (to) => {
    cells.standIn(US, held(to, "other"));
    cells.pay({ ...held(to), amount: 12n });
    cells.standInOperate(US, held(to, "other"), CAPTURE);
    await cells.settle();
    await cells.settle();
    expect(done(EU, held(to), CAPTURE)).toMatchObject({ state: "reversed", origin: "us", amount: 15n });
    expect(cells.operate(held(to), CAPTURE)).toBe("replay");
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["88/100/12", "0/0/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it("one that a third cell had queued under the same key is over by a reversal of nothing", async () => {
    cells.standIn(US, held("bob"));
    await cells.settle();
    cells.standInOperate(US, held("bob"), CAPTURE);
    expect(cells.operate(held("bob"), VOID)).toBe("committed");
    cells.deliver(({ pk }) => pk.startsWith("eu#"));
    expect(cells.standInOperate(AP, held("bob"), CAPTURE)).toBe("queued");
    cells.deliver(({ pk }) => pk.startsWith("ap#"));
    await cells.work(EU);
    expect(done(EU, held("bob"), CAPTURE)).toMatchObject({ state: "declined", origin: "ap" });
    await cells.settle();
    const kept = done(EU, held("bob"), CAPTURE);
    expect(kept).toMatchObject({ state: "reversed", origin: "us" });
    expect(kept).not.toHaveProperty("queued");
    expect(faultsIn(cells)).toEqual([]);
  });

  it("and money that comes back for it goes to suspense, not to the payer", async () => {
    cells.standIn(US, held("ayo"));
    await cells.settle();
    cells.standInOperate(US, held("ayo"), FINAL);
    cells.operate(held("ayo"), VOID);
    const ayo = { pk: `ap#acct#${cells.account("ayo")}`, sk: "balance" };
    cells.force(ayo, { status: "closed" });
    await cells.settle();
    await cells.settle();
    expect(cells.figures("anna")).toBe("100/100/0");
    expect(done(EU, held("ayo"), FINAL)).toMatchObject({ state: "reversed" });
    expect(faultsIn(cells)).toEqual([]);
  });
});
