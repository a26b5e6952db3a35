import { beforeEach, describe, expect, it } from "vitest";
import { putClaim } from "../../../../functions/domain/claims.ts";
import { expiryIdOf } from "../../../../functions/domain/expiry.ts";
import {
  balanceKey,
  holdKey,
  operationKey,
  paymentKey,
  stripeKey,
  yieldKey,
} from "../../../../functions/domain/keys.ts";
import { EU, NOW, US } from "../domain/world.ts";
import { faultsIn } from "./books.ts";
import { AP, cellsWith, type Cells, type Paid } from "./cells.ts";

const HELD: Paid = { from: "anna", to: "bob", amount: 40n, manual: true };
const LATE_MS = 700_000;

let cells: Cells;
beforeEach(async () => {
  cells = await cellsWith({
    anna: { home: EU, posted: 100n },
    hot: { home: EU, stripes: 4 },
    bob: { home: US },
    ayo: { home: AP, posted: 50n },
  });
});

const hold = () => holdKey(EU, cells.account("anna"), cells.id(HELD));
const payment = () => cells.ledger(EU).get(paymentKey(EU, cells.id(HELD)));

describe("a hold", () => {
  it("is left alone in its time, and ended by the first sweep after it", async () => {
    cells.pay(HELD);
    expect(await cells.act(EU, hold())).toBe(true);
    expect(cells.figures("anna")).toBe("60/100/40");
    cells.advance(LATE_MS);
    expect(await cells.sweep(EU)).toBe(1);
    expect(cells.figures("anna")).toBe("100/100/0");
    expect(payment()).toMatchObject({ state: "expired" });
    const expiry = cells.ledger(EU).get(operationKey(EU, cells.id(HELD), expiryIdOf(cells.id(HELD))));
    expect(expiry).toMatchObject({ kind: "expiry", amount: 40n, postings: [] });
    expect(cells.events()).toEqual(["authorization.expired"]);
    expect(await cells.sweep(EU)).toBe(0);
    expect(faultsIn(cells)).toEqual([]);
  });

  it("that was captured in part leaves the payment captured", async () => {
    cells.pay(HELD);
    expect(cells.operate(HELD, { kind: "capture", amount: 15n })).toBe("committed");
    cells.advance(LATE_MS);
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("bob")]).toEqual(["85/85/0", "15/15/0"]);
    expect(payment()).toMatchObject({ state: "captured", captured: 15n });
    expect(faultsIn(cells)).toEqual([]);
  });

  it("that a capture or a void ended is not ended again", async () => {
    cells.pay(HELD);
    cells.operate(HELD, { kind: "void" });
    cells.advance(LATE_MS);
    expect(await cells.act(EU, hold())).toBe(true);
    expect(payment()).toMatchObject({ state: "voided" });
    expect(cells.events()).toEqual([]);
  });

  it("is ended once by however many sweeps at a time", async () => {
    cells.pay(HELD);
    cells.advance(LATE_MS);
    expect(await Promise.all([1, 2, 3].map(() => cells.act(EU, hold())))).toEqual([true, true, true]);
    expect(cells.figures("anna")).toBe("100/100/0");
    expect(faultsIn(cells)).toEqual([]);
  });

  it("waits for a lease, and for one later than the last isolated debit", async () => {
    cells.pay(HELD);
    cells.advance(LATE_MS);
    cells.lease(EU, false);
    expect(await cells.act(EU, hold())).toBe(false);
    cells.lease(EU, true);
    const share = { isolatedLeft: 7n, isolatedAt: cells.now() };
    cells.force(balanceKey(cells.account("anna")), share);
    expect(await cells.act(EU, hold())).toBe(false);
    cells.advance(501);
    expect(await cells.act(EU, hold())).toBe(true);
    const balance = cells.ledger(EU).get(balanceKey(cells.account("anna")));
    expect(balance).toMatchObject({ held: 0n, available: 100n });
    expect(balance).not.toHaveProperty("isolatedLeft");
  });

  it("of a stand-in is not the stand-in's to end", async () => {
    cells.standIn(US, HELD);
    cells.advance(LATE_MS);
    await cells.sweep(US);
    const own = cells.ledger(US).get(holdKey(US, cells.account("anna"), cells.id(HELD)));
    expect(own).toMatchObject({ state: "open", remaining: 40n });
    await cells.settle();
    expect(cells.figures("anna")).toBe("100/100/0");
    expect(faultsIn(cells)).toEqual([]);
  });
});

describe("a striped payee", () => {
  it("from another cell is credited on a stripe, which counts once swept in", async () => {
    expect(cells.pay({ from: "ayo", to: "hot", amount: 30n })).toBe("committed");
    cells.deliver();
    await cells.work(EU);
    expect(cells.figures("hot")).toBe("0/0/0");
    expect(await cells.sweep(EU)).toBe(1);
    expect(cells.figures("hot")).toBe("30/30/0");
    await cells.settle();
    expect(faultsIn(cells)).toEqual([]);
  });

  it("at home is credited by absorbing, too", async () => {
    cells.standIn(US, { from: "anna", to: "hot", amount: 30n });
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("hot")]).toEqual(["70/70/0", "30/30/0"]);
    for (const stripe of [0, 1, 2, 3]) {
      expect(cells.ledger(EU).get(stripeKey(cells.account("hot"), stripe))).toMatchObject({ amount: 0n });
    }
    expect(faultsIn(cells)).toEqual([]);
  });
});

describe("a stand-in's word that there is a new epoch", () => {
  it("lets the account know it, and is answered", async () => {
    const account = cells.account("anna");
    const claim = yieldKey(US, account, 2n);
    cells.commit(US, [putClaim(US, { home: EU, account, epoch: 2n, at: NOW })]);
    cells.deliver();
    await cells.work(EU);
    expect(cells.ledger(EU).get(balanceKey(account))).toMatchObject({ epoch: 2n, available: 100n });
    await cells.settle();
    expect(cells.ledger(US).get(claim)).not.toHaveProperty("due");
    expect(await cells.act(EU, claim)).toBe(true);
    expect(cells.truth().filter(({ key }) => key.sk === "tally")).toEqual([]);
  });
});
