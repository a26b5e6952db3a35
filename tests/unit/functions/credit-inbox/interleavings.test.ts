import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromItem, type Entry } from "../../../../functions/domain/entries.ts";
import { homeOf } from "../../../../functions/domain/ids.ts";
import { balanceKey, writerOf, type LedgerKey } from "../../../../functions/domain/keys.ts";
import { EU, US } from "../domain/world.ts";
import { faultsIn, text } from "./books.ts";
import { AP, cellsWith, type Cells, type Done, type Paid } from "./cells.ts";

const ACCOUNTS = {
  anna: { home: EU, posted: 100n },
  arno: { home: EU, posted: 30n, overdraft: 20n },
  emma: { home: EU },
  hot: { home: EU, stripes: 3 },
  bob: { home: US },
  ayo: { home: AP },
};

/** Few payments under fewer keys, so that the same one is asked for everywhere; some under another body. */
const PAYMENTS: readonly Paid[] = [
  { from: "anna", to: "emma", amount: 40n, key: "1" },
  { from: "anna", to: "ayo", amount: 15n, key: "1", body: "other" },
  { from: "anna", to: "bob", amount: 20n, key: "2" },
  { from: "anna", to: "ayo", amount: 25n, key: "3" },
  { from: "anna", to: "ayo", amount: 5n, key: "3", body: "other" },
  { from: "anna", to: "emma", amount: 30n, key: "4", manual: true },
  { from: "anna", to: "bob", amount: 30n, key: "5", manual: true },
  { from: "anna", to: "ayo", amount: 30n, key: "6", manual: true },
  { from: "anna", to: "bob", amount: 10n, key: "6", manual: true, body: "other" },
  { from: "arno", to: "hot", amount: 35n, key: "7" },
  { from: "arno", to: "ayo", amount: 12n, key: "8" },
];
const OPERATIONS: readonly Done[] = [
  { kind: "capture", amount: 10n },
  { kind: "capture", amount: 8n, final: true, key: "last" },
  { kind: "capture", key: "rest" },
  { kind: "void" },
  { kind: "refund", amount: 3n },
  { kind: "refund", key: "all" },
];

type Step =
  | { readonly do: "pay"; readonly which: number }
  | { readonly do: "standIn"; readonly which: number; readonly cell: number }
  | { readonly do: "operate"; readonly which: number; readonly operation: number }
  | { readonly do: "standInOperate"; readonly which: number; readonly operation: number; readonly cell: number }
  | { readonly do: "close"; readonly which: number }
  | { readonly do: "spend"; readonly which: number }
  | { readonly do: "arrive"; readonly which: number }
  | { readonly do: "deliver"; readonly cell: number }
  | { readonly do: "work"; readonly cell: number }
  | { readonly do: "sweep"; readonly cell: number }
  | { readonly do: "expire" };

const nat = fc.nat({ max: 1_000 });
const of = <Name extends string>(name: Name) => fc.constant(name);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: of("pay"), which: nat }) },
  { weight: 8, arbitrary: fc.record({ do: of("standIn"), which: nat, cell: nat }) },
  { weight: 4, arbitrary: fc.record({ do: of("operate"), which: nat, operation: nat }) },
  { weight: 8, arbitrary: fc.record({ do: of("standInOperate"), which: nat, operation: nat, cell: nat }) },
  { weight: 1, arbitrary: fc.record({ do: of("close"), which: nat }) },
  { weight: 1, arbitrary: fc.record({ do: of("spend"), which: nat }) },
  { weight: 12, arbitrary: fc.record({ do: of("arrive"), which: nat }) },
  { weight: 3, arbitrary: fc.record({ do: of("deliver"), cell: nat }) },
  { weight: 6, arbitrary: fc.record({ do: of("work"), cell: nat }) },
  { weight: 2, arbitrary: fc.record({ do: of("sweep"), cell: nat }) },
  { weight: 1, arbitrary: fc.record({ do: of("expire") }) },
);

function pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error("nothing to pick");
  return item;
}

async function take(cells: Cells, next: Step): Promise<void> {
  switch (next.do) {
    case "pay":
      cells.pay(pick(PAYMENTS, next.which));
      return;
    case "standIn":
      cells.standIn(pick([US, AP], next.cell), pick(PAYMENTS, next.which));
      return;
    case "operate":
      cells.operate(pick(PAYMENTS, next.which), pick(OPERATIONS, next.operation));
      return;
    case "standInOperate":
      cells.standInOperate(pick([US, AP], next.cell), pick(PAYMENTS, next.which), pick(OPERATIONS, next.operation));
      return;
    case "close":
      cells.force(balanceKey(cells.account(pick(["emma", "bob", "ayo"], next.which))), { status: "closed" });
      return;
    case "spend":
      cells.pay({ from: pick(["bob", "ayo"], next.which), to: "emma", amount: 5n, key: `spent ${next.which}` });
      return;
    case "arrive":
      cells.deliverOne(next.which);
      return;
    case "deliver":
      cells.deliver((_, to) => to === pick(cells.names, next.cell));
      return;
    case "work":
      await cells.work(pick(cells.names, next.cell));
      return;
    case "sweep":
      cells.advance(61_000);
      await cells.sweep(pick(cells.names, next.cell));
      return;
    case "expire":
      cells.advance(700_000);
  }
}

/** Payments that charged their source more than they were for, or gave it back more than they took. */
function excessive(cells: Cells): readonly string[] {
  const entries = cells.truth().flatMap(({ key, item }) => (key.pk.includes("#pay#") ? [fromItem(item)] : []));
  const payments = entries.flatMap((entry) =>
    entry.kind === "payment" && entry.state !== "declined" && entry.source.startsWith("acc_eu") ? [entry] : [],
  );
  return payments.flatMap(({ id, source, amount, captured }) => {
    const mine = entries.filter((entry) => (entry.kind === "payment" ? entry.id : entry.payment) === id);
    const booked = mine.flatMap(({ postings }) => postings.filter(({ account }) => account === source));
    const charged = booked.reduce((sum, posting) => sum - posting.amount, 0n);
    const most = payments.filter((other) => other.id === id).map((other) => other.amount);
    const highest = most.reduce((one, other) => (one > other ? one : other), 0n);
    return charged < 0n || charged > highest || captured > amount ? [`${id} has charged ${charged} of ${highest}`] : [];
  });
}

/** What must have come up, besides what a home does alone. */
const EXPECTED: readonly string[] = [
  "account.overdrawn",
  "authorization.expired",
  "bounced as second",
  "capture completed away",
  "capture completed copy",
  "capture completed copy queued",
  "capture declined copy queued",
  "capture returned copy",
  "capture returned copy queued",
  "capture reversed away",
  "capture reversed away queued",
  "credited",
  "credited as second",
  "credited_back",
  "credited_back as second",
  "debited",
  "expiry completed",
  "operation.completed",
  "operation.declined",
  "payment authorized copy",
  "payment captured copy",
  "payment completed copy",
  "payment expired copy",
  "payment returned copy",
  "payment reversed away",
  "payment voided copy",
  "payment.duplicate_reversed",
  "payment.returned",
  "payment.reversed",
  "refund completed copy queued",
  "refund declined copy queued",
  "refund refused copy queued",
  "refund reversed away queued",
  "refused",
  "released",
  "returned",
  "returned as second",
  "reversal completed copy",
  "reversal refused copy",
  "suspended as second",
  "void completed away",
  "void completed copy",
  "void declined copy queued",
  "void reversed away",
];

describe("whatever homes and stand-ins take, capture, void and refund, and however it travels", () => {
  it("the books are even in the end, nobody is charged twice, and nothing waits", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const cells = await cellsWith(ACCOUNTS);
        for (const next of steps) await take(cells, next);
        for (let round = 0; round < 4; round += 1) await cells.settle();
        expect([...faultsIn(cells), ...excessive(cells)]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it("and the steps above do reach every kind of entry and answer", async () => {
    const reached = new Set<string>();
    for (const steps of fc.sample(fc.array(step, { minLength: 50, maxLength: 60 }), { numRuns: 150, seed: 1 })) {
      const cells = await cellsWith(ACCOUNTS);
      for (const next of steps) await take(cells, next);
      for (let round = 0; round < 4; round += 1) await cells.settle();
      for (const { key, item } of cells.truth()) {
        if (key.pk.includes("#event#")) reached.add(text(item["type"]));
        if (key.pk.includes("#pay#") && !(key.sk === "payment" && item["state"] === "declined")) {
          reached.add(nameOf(key, fromItem(item)));
        }
      }
    }
    expect(EXPECTED.filter((what) => !reached.has(what))).toEqual([]);
  }, 60_000);
});

/** An entry's kind and outcome; `copy`: it is the home's of what a stand-in did; `away`: it is a stand-in's own. */
function nameOf(key: LedgerKey, entry: Entry): string {
  if (entry.kind === "half") return `${entry.outcome}${key.sk.startsWith("bounce#") ? " as second" : ""}`;
  const home = homeOf(entry.kind === "payment" ? entry.id : entry.payment);
  const where = home !== writerOf(key) ? " away" : entry.origin === undefined ? "" : " copy";
  const queued = entry.kind !== "payment" && entry.queued !== undefined ? " queued" : "";
  return `${entry.kind} ${entry.state}${where}${queued}`;
}
