import { describe, expect, it } from "vitest";
import { halfKey, operationKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { faultsIn, plus, replaced } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { eu, us, withChange } from "./states.ts";

const good = evacuatedState();
const before = paymentKey(eu, evacuated.before);
const refund = operationKey(eu, evacuated.before, evacuated.refund);
const found = (bad: typeof good) => faultsIn(bad, "afterHeal")["refundable-matches"];

describe("what can be refunded of a payment", () => {
  it("is what its payee was credited, at home or by its stand-in, less what was refunded", () => {
    expect(found(good)).toBeUndefined();
  });

  it("does not stay reserved for a refund that was refused", () => {
    const refused = withChange(good, refund, replaced({ state: "refused" }));
    expect(found(refused)).toEqual([`${evacuated.before} says that 500 can be refunded, not 700.`]);
  });

  it("was reserved for a refund that was given", () => {
    expect(found(withChange(good, before, plus("refundable", 200n)))).toEqual([
      `${evacuated.before} says that 700 can be refunded, not 500.`,
    ]);
  });

  it("does not come from money that the payee was never given", () => {
    const home = paymentKey(eu, evacuated.toHome);
    const returned = withChange(good, halfKey(eu, evacuated.toHome, undefined), replaced({ outcome: "returned" }));
    expect(found(returned)).toEqual([`${evacuated.toHome} says that 1000 can be refunded, not 0.`]);
    expect(found(withChange(returned, home, replaced({ refundable: 0n })))).toBeUndefined();
  });

  it("does not come from what was paid under the same key for another request", () => {
    const other = withChange(good, paymentKey(us, evacuated.toStandIn), replaced({ request: "v1:1" }));
    expect(found(other)).toEqual([`${evacuated.toStandIn} says that 200 can be refunded, not 0.`]);
  });
});
