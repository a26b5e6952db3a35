import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { credit } from "../../../../functions/domain/balances.ts";
import { balanceKey, stripeKey } from "../../../../functions/domain/keys.ts";
import { takePayment, whyRefused } from "../../../../functions/domain/payments.ts";
import { amountOn, stripeBy, sweepStripe } from "../../../../functions/domain/stripes.ts";
import { misposted, total } from "./audit.ts";
import { EU, EUR, given, NOW, standingOf, type World } from "./world.ts";

const rowOf = (world: World, stripe: number) => world.ledger.get(stripeKey(world.account("shop"), stripe)) ?? {};
const credited = (world: World, stripe: number, amount: bigint, at = NOW) =>
  world.ledger.commit(EU, [credit(world.account("shop"), EUR, amount, at, stripe)]);
const swept = (world: World, stripe: number, row = rowOf(world, stripe)) => {
  const writes = sweepStripe(world.account("shop"), stripe, row, NOW);
  return writes.length === 0 ? "nothing to do" : world.ledger.commit(EU, writes).outcome;
};

/** Pays the shop 40 on a stripe, or on its balance. */
function pay(world: World, key: string, stripe?: number) {
  const steps = takePayment(world.request({ key, from: "anna", to: "shop", amount: 40n }), standingOf(EU), stripe);
  const taken = world.ledger.commit(
    EU,
    steps.map(({ write }) => write),
  );
  return taken.outcome === "refused" ? whyRefused(steps, taken.refusals) : taken.outcome;
}

describe("a payment to a striped payee", () => {
  it("is refused by its balance, which tells how many stripes there are", () => {
    const world = given({ anna: { posted: 100n }, shop: { stripes: 4 } });
    expect(pay(world, "one")).toEqual({ means: "striped", stripes: 4 });
    expect(world.figures("anna")).toBe("100/100/0");
  });

  it("is credited on a stripe, and counts once it is swept in", () => {
    const world = given({ anna: { posted: 100n }, shop: { stripes: 4 } });
    expect(pay(world, "one", 3)).toBe("committed");
    expect(rowOf(world, 3)).toMatchObject({ amount: 40n, due: "eu" });
    expect(world.figures("shop")).toBe("0/0/0");
    expect(swept(world, 3)).toBe("committed");
    expect(world.figures("shop")).toBe("40/40/0");
    expect(misposted(world.ledger)).toEqual([]);
  });

  it("is declined for the payer's fault first, so that nobody learns of stripes for nothing", () => {
    const world = given({ anna: { posted: 1n }, shop: { stripes: 4 } });
    expect(pay(world, "one")).toEqual({ means: "decline", code: "insufficient_funds" });
  });

  it("that is closed is declined on its stripe too", () => {
    const world = given({ anna: { posted: 100n }, shop: { stripes: 4 } });
    world.close("shop");
    expect(pay(world, "one", 1)).toEqual({ means: "decline", code: "payee_closed" });
  });

  it("manually needs no stripe: nothing is credited yet", () => {
    const world = given({ anna: { posted: 100n }, shop: { stripes: 4 } });
    expect(world.pay({ from: "anna", to: "shop", amount: 40n, manual: true }).outcome).toBe("authorized");
  });
});

it("a striped payer that has too little is told to sweep before it is declined", () => {
  const world = given({ anna: {}, shop: { stripes: 2 } });
  credited(world, 1, 50n);
  const ask = () => world.pay({ from: "shop", to: "anna", amount: 40n }).outcome;
  expect(ask()).toBe("unswept");
  swept(world, 1);
  expect(ask()).toBe("completed");
});

describe("a sweep", () => {
  it("leaves on the stripe what was credited after it was read, and leaves it due", () => {
    const world = given({ shop: { stripes: 1 } });
    credited(world, 0, 10n);
    const read = rowOf(world, 0);
    credited(world, 0, 5n);
    expect(swept(world, 0, read)).toBe("committed");
    expect(rowOf(world, 0)).toMatchObject({ amount: 5n, due: "eu" });
    expect(world.figures("shop")).toBe("10/10/0");
  });

  it("twice with the same reading takes the money once", () => {
    const world = given({ shop: { stripes: 1 } });
    credited(world, 0, 10n);
    const read = rowOf(world, 0);
    expect([swept(world, 0, read), swept(world, 0, read)]).toEqual(["committed", "refused"]);
    expect(world.figures("shop")).toBe("10/10/0");
  });

  it("of an empty stripe ends its being due, unless it was credited meanwhile", () => {
    const world = given({ shop: { stripes: 1 } });
    credited(world, 0, 10n);
    swept(world, 0);
    const read = rowOf(world, 0);
    credited(world, 0, 5n);
    expect(swept(world, 0, read)).toBe("refused");
    expect(rowOf(world, 0)).toMatchObject({ amount: 5n, due: "eu" });
    expect([swept(world, 0), swept(world, 0), swept(world, 0)]).toEqual(["committed", "committed", "nothing to do"]);
    expect(rowOf(world, 0)["due"]).toBeUndefined();
  });

  it("a hot stripe is due by the minute: not every credit moves it in the sparse index", () => {
    const world = given({ shop: { stripes: 1 } });
    const dueAt = (at: bigint) => {
      credited(world, 0, 1n, at);
      return rowOf(world, 0)["dueAt"];
    };
    const minute = NOW - (NOW % 60_000n);
    expect(dueAt(minute + 59_999n)).toBe(dueAt(minute));
    expect(dueAt(minute + 60_000n)).toBe(new Date(Number(minute) + 60_000).toISOString());
  });

  it("whatever the order of credits, readings and sweeps, no money appears or disappears", () => {
    const step = fc.record({ do: fc.constantFrom("credit", "read", "sweep"), amount: fc.bigInt({ min: 1n, max: 9n }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world = given({ shop: { stripes: 1 } });
        let read = rowOf(world, 0);
        let sum = 0n;
        for (const { do: what, amount } of steps) {
          if (what === "read") read = rowOf(world, 0);
          if (what === "sweep") swept(world, 0, read);
          if (what === "credit") {
            credited(world, 0, amount);
            sum += amount;
          }
          expect(total(world.ledger)).toEqual({ EUR: sum });
          expect(amountOn(rowOf(world, 0)) >= 0n).toBe(true);
        }
        while (swept(world, 0) !== "nothing to do");
        expect(world.ledger.get(balanceKey(world.account("shop")))).toMatchObject({ available: sum, posted: sum });
      }),
    );
  });
});

it("chance picks every stripe, and none beyond the last", () => {
  expect([0, 0.24, 0.25, 0.999_999].map((chance) => stripeBy(chance, 4))).toEqual([0, 0, 1, 3]);
});
