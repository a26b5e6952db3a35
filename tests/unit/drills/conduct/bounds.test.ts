import { describe, expect, it } from "vitest";
import { atLeast, atMost, exactTail, happens, neverHappens, none, since } from "../../../../drills/conduct/bounds.ts";
import { viewLedger } from "../../../../drills/checkers/ledger-view.ts";
import type { Bound } from "../../../../drills/report/measurement.ts";
import { evacuated, evacuatedState } from "../checkers/evacuation.ts";

describe("a bound is kept or missed", () => {
  it.each<[string, Bound, boolean, string]>([
    ["at the limit", atMost("n", 15, 15), true, "15 s"],
    ["above it", atMost("n", 15.004, 15), false, "15 s"],
    ["never measured", atMost("n", undefined, 15), false, "never"],
    ["enough", atLeast("n", 95, 95, "%"), true, "95 %"],
    ["too little", atLeast("n", 94.9, 95, "%"), false, "94.9 %"],
    ["not at all", atLeast("n", undefined, 95, "%"), false, "never"],
    ["has happened", happens("n", 3), true, "at 3.0 s"],
    ["has not happened", happens("n", undefined), false, "never"],
    ["must not, and has not", neverHappens("n", undefined), true, "never"],
    ["must not, and has", neverHappens("n", 3), false, "at 3.0 s"],
    ["nothing of it", none("n", 0), true, "0"],
    ["something of it", none("n", 1), false, "1"],
  ])("%s", (_, bound, kept, measured) => {
    expect(bound).toMatchObject({ kept, measured });
  });
});

it("measures from one moment to another only where both came", () => {
  expect([since(2, 5), since(undefined, 5), since(2, undefined)]).toEqual([3, undefined, undefined]);
});

describe("RPO is exactly the listed tail", () => {
  const ledger = viewLedger(evacuatedState());
  const tailPayment = evacuated.duplicate;
  const debit = {
    cell: "eu",
    payment: tailPayment,
    account: "acc_eu_1",
    currency: "EUR",
    amount: 300n,
    at: 0n,
  } as const;

  it("where what clients were told and what the stand-in had not seen are both listed", () => {
    const bounds = exactTail({ debits: [debit], acknowledged: [tailPayment] }, ledger);
    expect(bounds.map(({ kept }) => kept)).toEqual([true, true]);
  });

  it("not where a client was told of one that is not listed", () => {
    const bounds = exactTail({ debits: [debit], acknowledged: [tailPayment, "pay_eu_9"] }, ledger);
    expect(bounds[0]).toMatchObject({ kept: false, wanted: "all 2", measured: "1 of 2" });
  });

  it("not where the stand-in had not seen one that is not listed", () => {
    const bounds = exactTail({ debits: [], acknowledged: [] }, ledger);
    expect(bounds[1]).toMatchObject({ kept: false, measured: `all but ${tailPayment}` });
  });
});
