import { describe, expect, it } from "vitest";
import { reversalIdOf } from "../../../../functions/domain/reversals.ts";
import { balanceKey, operationKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { systemAccountId, type CellName } from "../../../../functions/domain/ids.ts";
import { EU, US } from "../domain/world.ts";
import { faultsIn } from "./books.ts";
import { AP, cellsWith, type Cells, type Paid } from "./cells.ts";

const ACCOUNTS = {
  anna: { home: EU, posted: 100n },
  emma: { home: EU },
  bob: { home: US },
  ayo: { home: AP },
};
const ACROSS: readonly (readonly [string, string, CellName])[] = [
  ["the home itself", "emma", EU],
  ["the stand-in's own cell", "bob", US],
  ["a third cell", "ayo", AP],
];

const started = () => cellsWith(ACCOUNTS);
const paid = (to: string, over: Partial<Paid> = {}): Paid => ({ from: "anna", to, amount: 40n, ...over });
const at = (cells: Cells, cell: CellName, key: Parameters<ReturnType<Cells["ledger"]>["get"]>[0]) =>
  cells.ledger(cell).get(key);

describe("a stand-in's payment to a payee of", () => {
  it.each(ACROSS)("%s is taken in under its own id, once", async (_, to) => {
    const cells = await started();
    expect(cells.standIn(US, paid(to))).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/60/0", "40/40/0"]);
    expect(cells.position(US, "anna")).toBe("-40/-40");
    const id = cells.id(paid(to));
    expect(at(cells, EU, paymentKey(EU, id))).toMatchObject({ origin: "us", state: "completed", refundable: 40n });
    expect(at(cells, US, paymentKey(US, id))).toMatchObject({ state: "completed" });
    expect(cells.pay(paid(to))).toBe("replay");
    expect(at(cells, EU, balanceKey(cells.account("anna")))).toMatchObject({ epoch: 2n, version: 0n });
    expect(faultsIn(cells)).toEqual([]);
  });

  // The stand-in itself refuses a payee of its own that has closed.
  it.each(ACROSS.filter(([, , home]) => home !== US))("%s who has closed comes back to the payer", async (_, to) => {
    const cells = await started();
    cells.force(balanceKey(cells.account(to)), { status: "closed" });
    expect(cells.standIn(US, paid(to))).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["100/100/0", "0/0/0"]);
    const id = cells.id(paid(to));
    expect(at(cells, EU, paymentKey(EU, id))).toMatchObject({ origin: "us", state: "returned" });
    expect(at(cells, US, paymentKey(US, id))).toMatchObject({ state: "returned" });
    expect(faultsIn(cells)).toEqual([]);
  });
});

describe("a stand-in's payment is taken in, too,", () => {
  it.each(ACROSS)(
    "where the home had declined the same, to a payee of %s: accepted beats the decline",
    async (_, to) => {
      const cells = await started();
      expect(cells.standIn(US, paid(to))).toBe("committed");
      const anna = balanceKey(cells.account("anna"));
      cells.force(anna, { available: 10n });
      cells.pay(paid(to));
      cells.force(anna, { available: 100n });
      const key = paymentKey(EU, cells.id(paid(to)));
      expect(at(cells, EU, key)).toMatchObject({ state: "declined", code: "insufficient_funds" });
      await cells.settle();
      expect(at(cells, EU, key)).toMatchObject({ origin: "us", state: "completed" });
      expect(at(cells, EU, key)).not.toHaveProperty("code");
      expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/60/0", "40/40/0"]);
      expect(faultsIn(cells)).toEqual([]);
    },
  );

  it("where the account knows a newer epoch by then, which it keeps", async () => {
    const cells = await started();
    expect(cells.standIn(US, paid("bob"))).toBe("committed");
    const anna = balanceKey(cells.account("anna"));
    cells.force(anna, { epoch: 9n });
    await cells.settle();
    expect(at(cells, EU, anna)).toMatchObject({ epoch: 9n, absorbed_us: -40n });
  });

  it("where its payee at home is of another currency: the payer has it back", async () => {
    const cells = await started();
    cells.force(balanceKey(cells.account("emma")), { currency: "USD" });
    expect(cells.standIn(US, paid("emma"))).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("emma")]).toEqual(["100/100/0", "0/0/0"]);
    expect(at(cells, EU, paymentKey(EU, cells.id(paid("emma"))))).toMatchObject({ origin: "us", state: "returned" });
  });
});

describe("a payment that both the home and the stand-in took, to a payee of", () => {
  const homeFirst = (key: { readonly pk: string }) => key.pk.startsWith("eu#pay#");
  const standInFirst = (key: { readonly pk: string }) => key.pk.startsWith("us#pay#");
  const rows = ACROSS.flatMap(([where, to]) => [
    [where, "home's", to, homeFirst] as const,
    [where, "stand-in's", to, standInFirst] as const,
  ]);

  it.each(rows)("%s, the %s entry arriving first, is effective once", async (_, __, to, first) => {
    const cells = await started();
    expect(cells.standIn(US, paid(to))).toBe("committed");
    expect(cells.pay(paid(to))).toBe("committed");
    cells.deliver(first);
    for (const cell of cells.names) await cells.work(cell);
    await cells.settle();
    const id = cells.id(paid(to));
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/60/0", "40/40/0"]);
    const reversal = at(cells, EU, operationKey(EU, id, reversalIdOf(id, US, undefined)));
    expect(reversal).toMatchObject({ kind: "reversal", origin: "us", amount: 40n, state: "completed" });
    expect(at(cells, US, paymentKey(US, id))).toMatchObject({ state: "reversed" });
    expect(at(cells, EU, paymentKey(EU, id))).toMatchObject({ state: "completed", refundable: 40n });
    expect(cells.events()).toContain("payment.duplicate_reversed");
    expect(faultsIn(cells)).toEqual([]);
  });

  it("a third cell who has closed comes back once", async () => {
    const cells = await started();
    cells.force(balanceKey(cells.account("ayo")), { status: "closed" });
    cells.standIn(US, paid("ayo"));
    cells.pay(paid("ayo"));
    cells.deliver(standInFirst);
    for (const cell of cells.names) await cells.work(cell);
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("ayo")]).toEqual(["100/100/0", "0/0/0"]);
    expect(at(cells, EU, paymentKey(EU, cells.id(paid("ayo"))))).toMatchObject({ state: "returned" });
    expect(faultsIn(cells)).toEqual([]);
  });

  it("a third cell, and a second stand-in too, is effective once", async () => {
    const cells = await started();
    for (const standIn of [US, AP]) expect(cells.standIn(standIn, paid("emma"))).toBe("committed");
    cells.pay(paid("emma"));
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("emma")]).toEqual(["60/60/0", "40/40/0"]);
    expect(faultsIn(cells)).toEqual([]);
  });
});

it.each(ACROSS)(
  "two stand-ins' payments to a payee of %s are effective once, without one of the home",
  async (_, to) => {
    for (const first of ["us#", "ap#"]) {
      const cells = await started();
      for (const standIn of [US, AP]) expect(cells.standIn(standIn, paid(to))).toBe("committed");
      cells.deliver(({ pk }) => pk.startsWith(first));
      for (const cell of cells.names) await cells.work(cell);
      await cells.settle();
      expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/60/0", "40/40/0"]);
      expect(faultsIn(cells)).toEqual([]);
    }
  },
);

describe("the same key with another body at the stand-in, for a payee of", () => {
  it.each(ACROSS)("%s is reversed, and the payee gives back what it was given", async (_, to) => {
    const cells = await started();
    cells.standIn(US, paid(to, { body: "other", amount: 30n }));
    cells.pay(paid("emma"));
    await cells.settle();
    const taken = to === "emma" ? "40/40/0" : "0/0/0";
    expect([cells.figures("anna"), cells.figures(to)]).toEqual(["60/60/0", taken]);
    expect(at(cells, US, paymentKey(US, cells.id(paid(to))))).toMatchObject({ state: "reversed" });
    expect(cells.events()).toContain("payment.reversed");
    expect(faultsIn(cells)).toEqual([]);
  });

  it("a third cell stays the platform's claim where the payee has spent it", async () => {
    const cells = await started();
    cells.standIn(US, paid("ayo", { body: "other" }));
    cells.deliver(({ pk }, to) => to === AP && pk.startsWith("us#pay#"));
    await cells.work(AP);
    expect(cells.pay({ from: "ayo", to: "bob", amount: 25n })).toBe("committed");
    expect(cells.pay(paid("emma"))).toBe("committed");
    await cells.settle();
    expect([cells.figures("anna"), cells.figures("ayo")]).toEqual(["60/60/0", "15/15/0"]);
    const suspense = balanceKey(systemAccountId(EU, "suspense", "EUR"));
    expect(at(cells, EU, suspense)).toMatchObject({ posted: -40n, floor: "none" });
    const id = cells.id(paid("ayo"));
    const reversal = operationKey(EU, id, reversalIdOf(id, US, undefined));
    expect(at(cells, EU, reversal)).toMatchObject({ state: "refused" });
    expect(faultsIn(cells)).toEqual([]);
  });
});

describe("an account that absorbing overdraws", () => {
  it("is told once, when it crosses", async () => {
    const cells = await started();
    for (const key of ["a", "b"]) cells.standIn(US, paid("ayo", { key, amount: 45n }));
    cells.pay(paid("emma", { key: "c", amount: 60n }));
    await cells.settle();
    expect(cells.figures("anna")).toBe("-50/-50/0");
    expect(cells.events().filter((type) => type === "account.overdrawn")).toHaveLength(1);
    expect(faultsIn(cells)).toEqual([]);
  });
});
