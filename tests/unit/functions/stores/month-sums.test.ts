import { beforeEach, describe, expect, it } from "vitest";
import { parseAccountId, parsePaymentId } from "../../../../functions/domain/ids.ts";
import { parseMonth, type Month } from "../../../../functions/domain/moments.ts";
import type { ViewWrite } from "../../../../functions/domain/projections.ts";
import { createViewsWorld, type ViewsWorld } from "../projector/views-world.ts";

function valueOf<Value>(parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!parsed.ok) throw new Error("the test names things rightly");
  return parsed.value;
}

const account = valueOf(parseAccountId(`acc_eu_${"a".repeat(32)}`));
const payment = valueOf(parsePaymentId(`pay_eu_${"b".repeat(32)}`));
const month = (text: string): Month => valueOf(parseMonth(text));

let entries = 0;
function entry(time: string, amount: bigint): ViewWrite {
  const at = BigInt(Date.parse(time));
  entries += 1;
  const row = { id: `en_${entries}`, account, at, amount, currency: "EUR", kind: "payment", payment } as const;
  return { write: "entry", row };
}

let world: ViewsWorld;
beforeEach(async () => {
  world = await createViewsWorld();
  world.time.now = Date.parse("2026-05-01T00:30:00Z");
});

const book = (...writes: readonly ViewWrite[]) => world.writer.write(1n, writes);
const before = (text: string) => world.views.sumBefore(account, month(text));
const queries = () => world.calls.filter((call) => call === "Query").length;
const kept = () =>
  world.dump().flatMap(([name, row]) => {
    const sk = name.split(" ")[1] ?? "";
    return sk.startsWith("month#") ? [[sk.slice("month#".length), row["amount"], row["late"]]] : [];
  });

describe("what an account held when a month began", () => {
  it("is nothing where nothing was booked, and nothing is kept of that", async () => {
    expect(await before("2026-05")).toBe(0n);
    expect(kept()).toEqual([]);
  });

  it("is kept for every month that has been over for an hour, and then read in a query or two", async () => {
    world.time.now = Date.parse("2026-01-01T00:00:00Z");
    await book(entry("2026-01-31T23:59:59.999Z", 5n), entry("2026-02-01", 7n), entry("2026-04-30", 11n));
    world.time.now = Date.parse("2026-05-01T00:30:00Z");
    await book(entry("2026-05-01T00:10:00Z", 13n));
    expect(await before("2026-02")).toBe(5n);
    expect(await before("2026-06")).toBe(36n);
    // April has been over for half an hour.
    const sums = [
      ["2026-01", 5n, undefined],
      ["2026-02", 7n, undefined],
      ["2026-03", 0n, undefined],
    ];
    expect(kept()).toEqual(sums);
    world.time.now = Date.parse("2026-05-01T01:00:00Z");
    expect(await before("2026-05")).toBe(23n);
    expect(kept()).toEqual([...sums, ["2026-04", 11n, undefined]]);
    const asked = queries();
    expect(await before("2026-05")).toBe(23n);
    expect(queries() - asked).toBe(1);
  });

  it("counts what is booked late in a month whose sum was kept, also before the first one", async () => {
    world.time.now = Date.parse("2026-02-01T00:00:00Z");
    await book(entry("2026-02-10", 1n), entry("2026-03-10", 2n));
    world.time.now = Date.parse("2026-05-10T00:00:00Z");
    expect(await before("2026-05")).toBe(3n);
    await book(entry("2026-02-20", 10n), entry("2026-01-20", 20n));
    expect(kept()).toEqual([
      ["2026-01", undefined, 1n],
      ["2026-02", undefined, 1n],
      ["2026-03", 2n, undefined],
      ["2026-04", 0n, undefined],
    ]);
    expect(await before("2026-02")).toBe(20n);
    expect(await before("2026-05")).toBe(33n);
    expect(kept().map(([, amount]) => amount)).toEqual([20n, 11n, 2n, 0n]);
  });

  it("is not kept of what was booked between reading and keeping", async () => {
    world.time.now = Date.parse("2026-02-01T00:00:00Z");
    await book(entry("2026-02-10", 1n));
    world.time.now = Date.parse("2026-05-10T00:00:00Z");
    let late: Promise<unknown> | undefined;
    world.time.beforeCall = (action) => {
      // The sum is made, and about to be kept.
      if (action !== "UpdateItem" || late !== undefined) return undefined;
      late = book(entry("2026-02-20", 10n));
      return late;
    };
    expect(await before("2026-03")).toBe(1n);
    expect(kept()).toEqual([["2026-02", undefined, 1n]]);
    expect(await before("2026-03")).toBe(11n);
  });

  it("is read at once of an account of many years, and kept in a few goes", async () => {
    world.time.now = Date.parse("2020-01-01T00:00:00Z");
    await book(entry("2020-01-10", 1n));
    world.time.now = Date.parse("2026-05-10T00:00:00Z");
    expect(await before("2026-05")).toBe(1n);
    expect(kept().length).toBe(24);
    for (let question = 0; question < 3; question += 1) expect(await before("2026-05")).toBe(1n);
    expect(kept().length).toBe(76);
  });
});
