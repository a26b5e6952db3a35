import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaymentId } from "../../../../functions/domain/ids.ts";
import { entriesOf, inFlight, misposted, overdrawn, total, unbalanced } from "./audit.ts";
import { EU, given, US, USD, type DueHere, type Given, type World } from "./world.ts";

/**
 * Two cells, three customers in each, one of them in another currency and two with an overdraft; every payment goes to
 * whoever it likes, also to those who cannot have it.
 */
const ACCOUNTS: Readonly<Record<string, Given>> = {
  anna: { home: EU, posted: 500n },
  arno: { home: EU, posted: 50n, overdraft: 100n },
  axel: { home: EU, posted: 300n, currency: USD },
  bess: { home: US, posted: 500n },
  bill: { home: US, posted: 0n, overdraft: 20n },
  buck: { home: US, posted: 300n, currency: USD },
};
const NAMES = Object.keys(ACCOUNTS);

type Step =
  | {
      readonly do: "pay";
      readonly from: number;
      readonly to: number;
      readonly amount: bigint;
      readonly manual: boolean;
    }
  | { readonly do: "replay"; readonly which: number }
  | { readonly do: "capture"; readonly which: number; readonly amount: bigint | undefined; readonly final: boolean }
  | { readonly do: "void"; readonly which: number }
  | { readonly do: "refund"; readonly which: number; readonly amount: bigint | undefined }
  | { readonly do: "close"; readonly who: number }
  /** One entry that is due is answered, whichever. */
  | { readonly do: "answer"; readonly which: number }
  /** One entry that was due at some time is delivered again, though it may long be answered. */
  | { readonly do: "redeliver"; readonly which: number };

const which = fc.nat({ max: 1_000 });
const amount = fc.bigInt({ min: 1n, max: 120n });
const optionalAmount = fc.option(amount, { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("pay"), from: which, to: which, amount, manual: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replay"), which }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("capture"), which, amount: optionalAmount, final: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("void"), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("refund"), which, amount: optionalAmount }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close"), who: which }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("answer"), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("redeliver"), which }) },
);

/** A run: the world, and what has been asked of it and seen in it so far. */
interface Run {
  readonly world: World;
  readonly payments: { readonly id: PaymentId; readonly again: () => string }[];
  readonly seen: DueHere[];
  keys: number;
}

function pick<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % items.length];
}

function take(run: Run, next: Step): void {
  const { world, payments } = run;
  const key = `key ${(run.keys += 1)}`;
  switch (next.do) {
    case "pay": {
      const from = pick(NAMES, next.from) ?? "";
      const to = pick(NAMES, next.to) ?? "";
      if (from === to) return;
      const currency = ACCOUNTS[from]?.currency;
      const asked = { key, from, to, amount: next.amount, manual: next.manual, ...(currency && { currency }) };
      const { id, outcome } = world.pay(asked);
      if (outcome.startsWith("declined")) return;
      payments.push({ id, again: () => world.pay(asked).outcome });
      return;
    }
    case "replay":
      expect(pick(payments, next.which)?.again() ?? "replay").toMatch(/^replay/);
      return;
    case "capture":
    case "void":
    case "refund": {
      const payment = pick(payments, next.which);
      if (payment === undefined) return;
      const more = next.do === "void" || next.amount === undefined ? {} : { amount: next.amount };
      const final = next.do === "capture" && next.final;
      world.operate(payment.id, { kind: next.do, key, final, ...more });
      return;
    }
    case "close":
      world.close(pick(NAMES, next.who) ?? "");
      return;
    case "answer":
    case "redeliver": {
      const due = [EU, US].flatMap((cell) => world.due(cell));
      run.seen.push(...due);
      const entry = pick(next.do === "answer" ? due : run.seen, next.which);
      if (entry?.entry.due !== undefined) world.answer(entry.entry.due.cell, entry);
    }
  }
}

function nonZero(figures: Readonly<Record<string, bigint>>): readonly string[] {
  return Object.entries(figures).flatMap(([name, figure]) => (figure === 0n ? [] : [`${name} ${figure}`]));
}

describe("whatever is paid, captured, voided, refunded and closed, and in whatever order it is answered", () => {
  it("no money appears or disappears, nobody is overdrawn, and clearing ends at zero", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const run: Run = { world: given(ACCOUNTS), payments: [], seen: [], keys: 0 };
        const { ledger } = run.world;
        for (const next of steps) {
          take(run, next);
          expect(overdrawn(ledger)).toEqual([]);
          expect(nonZero(total(ledger))).toEqual([]);
        }
        run.world.drain();
        expect(nonZero(inFlight(ledger))).toEqual([]);
        expect(unbalanced(ledger)).toEqual([]);
        expect(misposted(ledger)).toEqual([]);
        expect(overdrawn(ledger)).toEqual([]);
        expect(nonZero(total(ledger))).toEqual([]);
        expect(excessive(run.world)).toEqual([]);
        expect(unanswered(run.world)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("and the steps above do reach every kind of entry and answer", () => {
    const reached = new Set<string>();
    for (const steps of fc.sample(fc.array(step, { minLength: 40, maxLength: 60 }), { numRuns: 400, seed: 1 })) {
      const run: Run = { world: given(ACCOUNTS), payments: [], seen: [], keys: 0 };
      for (const next of steps) take(run, next);
      run.world.drain();
      for (const { entry } of entriesOf(run.world.ledger)) {
        reached.add(entry.kind === "half" ? entry.outcome : `${entry.kind} ${entry.state}`);
      }
    }
    expect([...reached].sort()).toEqual([
      "capture completed",
      "capture declined",
      "capture returned",
      "credited",
      "credited_back",
      "debited",
      "payment authorized",
      "payment captured",
      "payment completed",
      "payment declined",
      "payment returned",
      "payment voided",
      "refund completed",
      "refund declined",
      "refund refused",
      "refused",
      "released",
      "returned",
      "void completed",
      "void declined",
    ]);
  });
});

/** Payments captured beyond their amount, or refunded beyond what was captured. */
function excessive(world: World): readonly PaymentId[] {
  return entriesOf(world.ledger).flatMap(({ entry }) => {
    if (entry.kind !== "payment") return [];
    const { amount: whole, captured, refundable } = entry;
    return captured <= whole && refundable >= 0n && refundable <= captured ? [] : [entry.id];
  });
}

/** Entries that are still processing though nothing is due any more. */
function unanswered(world: World): readonly string[] {
  return entriesOf(world.ledger).flatMap(({ entry }) =>
    entry.kind !== "half" && entry.state === "processing" ? [entry.id] : [],
  );
}
