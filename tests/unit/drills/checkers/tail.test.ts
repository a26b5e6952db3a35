import { describe, expect, it } from "vitest";
import { viewLedger, type LedgerState } from "../../../../drills/checkers/ledger-view.ts";
import { overdraftsIn, tailsIn, unreplicated } from "../../../../drills/checkers/tail.ts";
import { balanceKey, paymentKey, standInKey } from "../../../../functions/domain/keys.ts";
import { faultsIn, plus, replaced } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { eu, names, payment, us, withChange } from "./states.ts";

const { payer } = names;
const tail = { cell: "eu", payment: evacuated.duplicate, amount: 300n };

function below(by: bigint): LedgerState {
  return withChange(evacuatedState(), balanceKey(payer), replaced({ available: -by }));
}

describe("the tail of a takeover", () => {
  it("is what the home had debited and its stand-in did not know, payment by payment", () => {
    expect(tailsIn(viewLedger(evacuatedState()))).toMatchObject([
      { home: "eu", spender: "us", epoch: 2n, account: payer, currency: "EUR", amount: 300n, entries: [tail] },
    ]);
  });

  it("is empty where the stand-in had seen every debit", () => {
    const seen = withChange(evacuatedState(), standInKey(us, payer), replaced({ seenDebited: 1_000n }));
    expect(tailsIn(viewLedger(seen))).toEqual([]);
  });

  it("leaves out what the home debits once it is back", () => {
    const later = withChange(evacuatedState(), paymentKey(eu, evacuated.duplicate), replaced({ epoch: 3n }));
    expect(tailsIn(viewLedger(later))).toEqual([]);
  });

  it("leaves out the home's own share, unless an operator had declared the home dead", () => {
    const isolated = withChange(evacuatedState(), paymentKey(eu, evacuated.duplicate), replaced({ isolated: true }));
    expect(tailsIn(viewLedger(isolated))).toEqual([]);
    const declaredDead = new Set(["eu 2"]);
    expect(tailsIn(viewLedger({ ...isolated, declaredDead }))).toMatchObject([{ amount: 300n }]);
  });

  it("passes over what does not fit: clocks order one moment's payments only nearly, sums exactly", () => {
    const early = withChange(evacuatedState(), paymentKey(eu, evacuated.duplicate), replaced({ at: 1n }));
    expect(tailsIn(viewLedger(early))).toMatchObject([{ entries: [tail] }]);
  });

  it("is a stand-in's too, where the home returned without it", () => {
    const early = { ...evacuatedState(), returnedEarly: new Set(["us eu 2"]) };
    const [, late] = tailsIn(viewLedger(early));
    expect(late).toMatchObject({ home: "eu", spender: "eu", epoch: 2n, account: payer, amount: 1_900n });
    expect(late?.entries).toHaveLength(4);
  });

  it("is an earlier stand-in's too, as far as the next one had not seen it", () => {
    const state = evacuatedState();
    const next = { pk: standInKey(us, payer).pk.replace("us#", "ap#"), sk: "balance" };
    const row = { net: 0n, held: 0n, base: 0n, epoch: 3n, seenVersion: 9n, seenDebited: 9_999n, seen_us: -1_600n };
    const cells = new Map([...state.cells, ["ap", "ap-southeast-2"]]);
    const regions = new Map([...state.regions, ["ap-southeast-2", [{ key: next, item: row }]]]);
    const found = tailsIn(viewLedger({ ...state, cells, regions })).find(({ spender }) => spender === "ap");
    // Of 1,900 debited by us, ap had seen 1,600; no payments come to just 300, so the last ones to reach it are told.
    expect(found).toMatchObject({ epoch: 3n, amount: 300n, entries: [{ cell: "us", amount: 400n }] });
  });
});

describe("an overdraft", () => {
  it("is a fact while the tail explains it", () => {
    expect(overdraftsIn(viewLedger(below(300n)))).toMatchObject([
      { account: payer, currency: "EUR", below: 300n, tail: 300n, beyond: 0n },
    ]);
    expect(faultsIn(below(300n), "afterHeal")).not.toHaveProperty("no-overdraft-beyond-tail");
  });

  it("is a breach where the tail does not", () => {
    expect(faultsIn(below(301n), "afterHeal")["no-overdraft-beyond-tail"]).toEqual([
      `${payer} is 301 below its limit, its tail is 300.`,
    ]);
  });

  it("is a breach where it has been made good since, too", () => {
    const seen = (least: bigint) => ({ ...evacuatedState(), lowest: new Map([[payer, least]]) });
    expect(faultsIn(seen(-300n), "afterHeal")).not.toHaveProperty("no-overdraft-beyond-tail");
    expect(faultsIn(seen(-301n), "afterHeal")["no-overdraft-beyond-tail"]).toEqual([
      `${payer} is 301 below its limit, its tail is 300.`,
    ]);
  });

  it("may stem from a takeover before the last one", () => {
    const earlier = { home: "eu", spender: "us", epoch: 1n, account: payer, currency: "EUR", amount: 50n, entries: [] };
    const known = { ...below(350n), earlierTails: [earlier, earlier] };
    expect(overdraftsIn(viewLedger(known))).toMatchObject([{ tail: 350n, beyond: 0n }]);
  });

  it("is nobody's where an account has no floor", () => {
    const funded = withChange(evacuatedState(), balanceKey(names.settlement), plus("available", -1n));
    expect(overdraftsIn(viewLedger(funded))).toEqual([]);
  });
});

it("lists what a region had debited and another did not have", () => {
  const own = evacuatedState().regions.get("eu-west-1") ?? [];
  const lacks = new Set([paymentKey(eu, evacuated.duplicate).pk, paymentKey(eu, payment("eu", 1)).pk]);
  const replica = own.filter(({ key }) => !lacks.has(key.pk));
  expect(unreplicated("eu", own, replica)).toMatchObject([
    { cell: "eu", payment: names.funding, account: names.settlement, amount: 10_000n, currency: "EUR" },
    { cell: "eu", payment: evacuated.duplicate, account: payer, amount: 300n, currency: "EUR" },
  ]);
});
