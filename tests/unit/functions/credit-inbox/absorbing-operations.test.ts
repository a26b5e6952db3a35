import { beforeEach, describe, expect, it } from "vitest";
import type { CellName } from "../../../../functions/domain/ids.ts";
import { balanceKey, claimKey, holdKey, operationKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { reversalIdOf } from "../../../../functions/domain/reversals.ts";
import { EU, NOW, US } from "../domain/world.ts";
import { faultsIn } from "./books.ts";
import { AP, cellsWith, type Cells, type Done, type Paid } from "./cells.ts";

const TO: readonly string[] = ["emma", "bob", "ayo"];
const CAPTURE: Done = { kind: "capture", amount: 15n };
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

const held = (to: string): Paid => ({ from: "anna", to, amount: 40n, manual: true });
const paid = (to: string): Paid => ({ from: "anna", to, amount: 40n });
const stored = (cell: CellName, of: Paid) => cells.ledger(cell).get(paymentKey(cell, cells.id(of)));
const done = (cell: CellName, of: Paid, what: Done) =>
  cells.ledger(cell).get(operationKey(cell, cells.id(of), cells.operation(of, what)));
const reversed = (of: Paid, what: Done) =>
  cells.ledger(EU).get(operationKey(EU, cells.id(of), reversalIdOf(cells.id(of), US, cells.operation(of, what))));

describe("what a stand-in did about its own authorization, for a payee", () => {
  const rows = TO.flatMap((to) => [
    [to, "a capture of a part", [CAPTURE], "60/85/25", "15/15/0", "-40/-40", "authorized"] as const,
    [to, "a final capture of a part", [FINAL], "85/85/0", "15/15/0", "-15/-15", "captured"] as const,
    [to, "a void", [VOID], "100/100/0", "0/0/0", "0/0", "voided"] as const,
    [to, "a capture and a void of the rest", [CAPTURE, VOID], "85/85/0", "15/15/0", "-15/-15", "captured"] as const,
  ]);

  it.each(rows)("%s: %s is taken in, in whatever order it arrives", async (to, _, what, anna, payee, net, state) => {
    cells.standIn(US, held(to));
    for (const one of what) expect(cells.standInOperate(US, held(to), one)).toMatch(/completed|processing/);
    // The last operation first, the authorization last.
    for (const one of what.toReversed()) {
      const { sk } = operationKey(US, cells.id(held(to)), cells.operation(held(to), one));
      cells.deliver((key) => key.sk === sk || key.pk.includes("#claim#"));
      for (const cell of cells.names) await cells.work(cell);
    }
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to), cells.position(US, "anna")]).toEqual([anna, payee, net]);
    expect(stored(EU, held(to))).toMatchObject({ origin: "us", state });
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: a capture that comes after the home has ended the hold is reversed", async (to) => {
    cells.standIn(US, held(to));
    await cells.settle();
    expect(cells.standInOperate(US, held(to), FINAL)).toMatch(/completed|processing/);
    expect(cells.operate(held(to), VOID)).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["100/100/0", "0/0/0"]);
    expect(cells.position(US, "anna")).toBe("-15/-15");
    expect(reversed(held(to), FINAL)).toMatchObject({ kind: "reversal", origin: "us", amount: 15n });
    expect(done(US, held(to), FINAL)).toMatchObject({ state: "reversed" });
    expect(cells.events()).toContain("payment.reversed");
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: the same capture taken by the home too is effective once", async (to) => {
    cells.standIn(US, held(to));
    await cells.settle();
    cells.standInOperate(US, held(to), CAPTURE);
    expect(cells.operate(held(to), CAPTURE)).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/85/25", "15/15/0"]);
    expect(reversed(held(to), CAPTURE)).toMatchObject({ kind: "reversal", origin: "us", amount: 15n });
    expect(cells.events()).toContain("payment.duplicate_reversed");
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: beats the decline that the home had stored under its id", async (to) => {
    cells.standIn(US, held(to));
    await cells.settle();
    cells.standInOperate(US, held(to), CAPTURE);
    cells.advance(700_000);
    expect(cells.operate(held(to), CAPTURE)).toBe("authorization_expired");
    cells.deliver();
    await cells.work(EU);
    expect(done(EU, held(to), CAPTURE)).toMatchObject({ origin: "us" });
    expect(done(EU, held(to), CAPTURE)).not.toHaveProperty("code");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["85/85/0", "15/15/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });
});

describe("an authorization that home and stand-in both have", () => {
  it.each(TO)("for %s, is one: what is captured of either counts against the home's hold", async (to) => {
    cells.standIn(US, held(to));
    cells.pay(held(to));
    expect(cells.standInOperate(US, held(to), CAPTURE)).toMatch(/completed|processing/);
    await cells.settle();
    expect(cells.operate(held(to), { kind: "capture", amount: 5n, key: "mine" })).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/80/20", "20/20/0"]);
    expect(stored(EU, held(to))).toMatchObject({ state: "authorized", captured: 20n, refundable: 20n });
    expect(faultsIn(cells)).toEqual([]);
  });
});

describe("what a stand-in queues for the home, for a payee", () => {
  it.each(TO)("%s: a capture of the home's authorization is done as of when it was asked for", async (to) => {
    cells.pay(held(to));
    await cells.settle();
    cells.advance(500_000 - Number(cells.now() - NOW));
    expect(cells.standInOperate(US, held(to), FINAL)).toBe("queued");
    cells.deliver(({ pk }) => pk.startsWith("us#pay#"));
    cells.advance(200_000);
    expect(await cells.act(EU, holdKey(EU, cells.account("anna"), cells.id(held(to))))).toBe(false);
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["85/85/0", "15/15/0"]);
    expect(done(EU, held(to), FINAL)).toMatchObject({ origin: "us", state: "completed" });
    expect(done(US, held(to), FINAL)).toMatchObject({ state: "completed" });
    expect(cells.events()).toEqual(["operation.completed"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: a refund that the home has given under the same key is given once, and told", async (to) => {
    cells.pay(paid(to));
    await cells.settle();
    expect(cells.standInOperate(US, paid(to), REFUND)).toBe("queued");
    expect(cells.operate(paid(to), REFUND)).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["70/70/0", "30/30/0"]);
    expect(cells.events()).toContain("operation.completed");
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: a refund of the stand-in's own payment waits for the payee, not the takeover for it", async (to) => {
    cells.standIn(US, paid(to));
    expect(cells.standInOperate(US, paid(to), REFUND)).toBe("queued");
    // The payee's cell is not heard of for now.
    for (let round = 0; round < 4; round += 1) {
      cells.deliver((key, cell) => cell !== AP && !key.pk.startsWith("ap#"));
      for (const cell of [EU, US]) await cells.work(cell);
    }
    const tally = cells.truth().filter(({ key }) => key.sk === "tally");
    expect(tally.map(({ item }) => item["count"])).toEqual([2n]);
    if (to === "ayo") expect(done(EU, paid(to), REFUND)).toMatchObject({ state: "queued", origin: "us" });
    await cells.settle();
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["70/70/0", "30/30/0"]);
    expect(done(US, paid(to), REFUND)).toMatchObject({ state: "completed" });
    expect(cells.events()).toEqual(["operation.completed"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: a refund that the home has declined under the same key stays declined, and told", async (to) => {
    cells.pay(paid(to));
    await cells.settle();
    expect(cells.operate(paid(to), { ...REFUND, amount: 41n })).toBe("refund_exceeds_captured");
    expect(cells.standInOperate(US, paid(to), { ...REFUND, amount: 41n })).toBe("queued");
    await cells.settle();
    expect(done(EU, paid(to), REFUND)).toMatchObject({ state: "declined" });
    expect(done(EU, paid(to), REFUND)).not.toHaveProperty("origin");
    expect(cells.events()).toContain("operation.declined");
    expect(faultsIn(cells)).toEqual([]);
  });

  it("emma: a refund waits for authority, since it takes money", async () => {
    cells.pay(paid("emma"));
    await cells.settle();
    cells.standInOperate(US, paid("emma"), REFUND);
    cells.lease(EU, false);
    await cells.settle();
    expect(done(EU, paid("emma"), REFUND)).toMatchObject({ state: "processing", postings: [] });
    expect(cells.figures("emma")).toBe("40/40/0");
    cells.lease(EU, true);
    await cells.settle();
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("emma")]).toEqual(["70/70/0", "30/30/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: what cannot be done is declined, and told", async (to) => {
    cells.pay(paid(to));
    await cells.settle();
    for (const what of [CAPTURE, VOID, { kind: "refund", amount: 41n } as const]) {
      expect(cells.standInOperate(US, paid(to), what)).toBe("queued");
    }
    await cells.settle();
    expect(done(US, paid(to), CAPTURE)).toMatchObject({ state: "declined" });
    expect(cells.events()).toEqual(["operation.declined", "operation.declined", "operation.declined"]);
    expect(faultsIn(cells)).toEqual([]);
  });

  it.each(TO)("%s: what the home was asked for too, is done once", async (to) => {
    cells.pay(held(to));
    await cells.settle();
    cells.standInOperate(US, held(to), CAPTURE);
    expect(cells.operate(held(to), CAPTURE)).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/85/25", "15/15/0"]);
    expect(reversed(held(to), CAPTURE)).toMatchObject({ amount: 0n, postings: [] });
    expect(faultsIn(cells)).toEqual([]);
  });
});

it("an operation that arrives before its payment is taken in along with it, without being told again", async () => {
  cells.standIn(US, held("bob"));
  cells.standInOperate(US, held("bob"), FINAL);
  const { sk } = operationKey(US, cells.id(held("bob")), cells.operation(held("bob"), FINAL));
  const claim = claimKey(US, cells.id(held("bob")), cells.operation(held("bob"), FINAL));
  cells.deliver((key) => key.sk === sk);
  expect(await cells.act(EU, claim)).toBe(false);
  cells.deliver(({ pk }) => pk.startsWith("us#"));
  expect(await cells.act(EU, claimKey(US, cells.id(held("bob")), undefined))).toBe(true);
  expect(cells.figures("anna")).toBe("85/85/0");
  await cells.settle();
  expect(faultsIn(cells)).toEqual([]);
});

it("a claim waits for its entry, and is answered once the home has taken it in", async () => {
  cells.standIn(US, paid("bob"));
  const claim = claimKey(US, cells.id(paid("bob")), undefined);
  cells.deliver((key) => key.pk.includes("#claim#"));
  expect(await cells.act(EU, claim)).toBe(false);
  await cells.settle();
  expect(cells.ledger(US).get(claim)).not.toHaveProperty("due");
  expect(await cells.act(EU, claim)).toBe(true);
  expect(cells.ledger(EU).get(balanceKey(cells.account("anna")))).toMatchObject({ posted: 60n, absorbed_us: -40n });
});
