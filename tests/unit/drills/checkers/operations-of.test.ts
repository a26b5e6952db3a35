import { describe, expect, it } from "vitest";
import { homeOf } from "../../../../functions/domain/ids.ts";
import { operationKey } from "../../../../functions/domain/keys.ts";
import { reversalIdOf } from "../../../../functions/domain/reversals.ts";
import { faultsIn, replaced } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { eu, us, withChange } from "./states.ts";

const { authorized, capture } = evacuated;
const good = evacuatedState();
const found = (bad: typeof good) => faultsIn(bad, "afterHeal")["captures-within-hold"];
const said = (cell: typeof eu) =>
  withChange(good, operationKey(cell, authorized, capture), replaced({ state: "reversed", amount: 401n }));

describe("an operation that says that it is reversed", () => {
  it.each([eu, us])("counts all the same in %s while no reversal has taken it back", (cell) => {
    expect(found(said(cell))).toEqual([`Captures of ${authorized} come to 401, more than the 400 authorized.`]);
  });

  it.each([eu, us])("does not count in %s once one has", (cell) => {
    const reversal = reversalIdOf(authorized, us, capture);
    const key = operationKey(homeOf(authorized), authorized, reversal);
    const taken = { kind: "reversal", id: reversal, payment: authorized, origin: us, state: "completed", postings: [] };
    expect(found(withChange(said(cell), key, replaced(taken)))).toBeUndefined();
  });
});

describe("an operation that a stand-in queued", () => {
  const queuedBy = (cell: typeof eu) => {
    const change = { state: "completed", amount: 401n, queued: { final: true, amount: 401n } };
    return withChange(good, operationKey(cell, authorized, capture), replaced(change));
  };

  // Seed 2643: the stand-in had authorized the payment, too, and then left all about it to the home.
  it("does not count beside a payment of the stand-in's own", () => {
    expect(found(queuedBy(us))).toBeUndefined();
  });

  it("counts where the home has done it", () => {
    expect(found(queuedBy(eu))).toEqual([`Captures of ${authorized} come to 401, more than the 400 authorized.`]);
  });
});
