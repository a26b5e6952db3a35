import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromItem, isBalanced, toItem, type Entry } from "../../../../functions/domain/entries.ts";
import { clause, firstBroken, type Item, type Test } from "../../../../functions/domain/ledger-write.ts";
import { transitKey, TRANSIT_SHARDS, writerOf } from "../../../../functions/domain/keys.ts";
import { paymentIdOf } from "../../../../functions/domain/ids.ts";
import { ACME, EU, given, US } from "./world.ts";

describe("a clause", () => {
  const item: Item = { text: "b", number: 5n, flag: true };
  it.each<[Test, boolean]>([
    [{ field: "text", is: "present" }, true],
    [{ field: "other", is: "present" }, false],
    [{ field: "text", is: "absent" }, false],
    [{ field: "other", is: "absent" }, true],
    [{ field: "text", is: "=", value: "b" }, true],
    [{ field: "text", is: "=", value: "a" }, false],
    [{ field: "text", is: ">=", value: "a" }, true],
    [{ field: "number", is: "=", value: 5n }, true],
    [{ field: "number", is: "<=", value: 5n }, true],
    [{ field: "number", is: "<=", value: 4n }, false],
    [{ field: "number", is: ">=", value: 5n }, true],
    [{ field: "number", is: ">=", value: 6n }, false],
    [{ field: "number", is: ">", value: 4n }, true],
    [{ field: "number", is: ">", value: 5n }, false],
    // As DynamoDB: a comparison with what is absent, or of another type, does not hold.
    [{ field: "other", is: "<=", value: 5n }, false],
    [{ field: "number", is: "=", value: "5" }, false],
    [{ field: "text", is: ">", value: 0n }, false],
    [{ field: "flag", is: "=", value: "true" }, false],
  ])("%o holds: %s", (test, holds) => {
    expect(firstBroken([clause("it", test)], item)).toBe(holds ? undefined : "it");
  });

  it("holds when any of its tests does", () => {
    const either = {
      name: "either",
      anyOf: [
        { field: "number", is: ">=", value: 9n },
        { field: "text", is: "=", value: "b" },
      ],
    } as const;
    expect(firstBroken([either], item)).toBeUndefined();
    expect(firstBroken([either], { number: 8n, text: "a" })).toBe("either");
  });

  it("broken first is the one told", () => {
    const clauses = [
      clause("first", { field: "text", is: "present" }),
      clause("second", { field: "number", is: ">", value: 5n }),
      clause("third", { field: "other", is: "present" }),
    ];
    expect(firstBroken(clauses, item)).toBe("second");
    expect(firstBroken(clauses, undefined)).toBe("first");
    expect(firstBroken([], undefined)).toBeUndefined();
  });
});

describe("an entry", () => {
  /** Every kind of entry that the domain writes. */
  function entries(): readonly Entry[] {
    const world = given({ alice: { posted: 100n }, bob: { home: US, closed: true }, carol: {} });
    const manual = world.pay({ from: "alice", to: "carol", amount: 9n, manual: true }).id;
    world.operate(manual, { kind: "capture", amount: 4n });
    world.operate(manual, { kind: "void" });
    world.operate(manual, { kind: "refund", amount: 99n });
    world.pay({ from: "alice", to: "bob", amount: 40n });
    const before = world.ledger.items();
    world.drain();
    return [...before, ...world.ledger.items()].flatMap(({ key, item }) =>
      key.pk.includes("#pay#") ? [fromItem(item)] : [],
    );
  }

  it("is read back as it was written, due or not", () => {
    const all = entries();
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["payment", "capture", "void", "refund", "half"]));
    expect(all.some(({ due }) => due !== undefined)).toBe(true);
    for (const entry of all) expect(fromItem(toItem(entry))).toEqual(entry);
  });

  it("that is due shows up in the index by cell and time", () => {
    const due = entries().find((entry) => entry.due !== undefined);
    expect(due === undefined ? {} : toItem(due)).toMatchObject({ due: "us", dueAt: "2027-01-15T08:00:00.000Z" });
  });

  it("of a foreign form is a broken ledger", () => {
    expect(() => fromItem({ kind: "payment" })).toThrow("Invariant broken: an entry has a kind and postings");
  });

  it.each([
    [[], true],
    [[1n, -1n], true],
    [[3n, -1n, -2n], true],
    [[1n], false],
    [[2n ** 60n, -(2n ** 60n) + 1n], false],
  ])("with postings %s is balanced: %s", (amounts, balanced) => {
    expect(isBalanced(amounts.map((amount) => ({ account: "a", amount })))).toBe(balanced);
  });
});

describe("a key", () => {
  it("begins with the cell that writes it; clearing rows are spread by payment", () => {
    const shards = new Set<string>();
    fc.assert(
      fc.property(fc.string(), (key) => {
        const payment = paymentIdOf(EU, { tenant: ACME, method: "POST", route: "r", resource: "a", key });
        const row = transitKey(US, EU, payment);
        expect(writerOf(row)).toBe("us");
        expect(row.pk).toMatch(/^us#transit#eu#(\d|1[0-5])$/);
        shards.add(row.pk);
      }),
      { numRuns: 500 },
    );
    expect(shards.size).toBe(TRANSIT_SHARDS);
  });
});
