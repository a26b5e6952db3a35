import { describe, expect, it } from "vitest";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { operationKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { faultsIn, replaced } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { eu, names, operation, tenant, us, withChange } from "./states.ts";

/** us had authorized 400 and captured 150 of it for good; whatever else happened is put in by hand. */
const { authorized, capture } = evacuated;
const late = operation(90);
const own = operation(91);
const about = { payment: authorized, tenant, source: names.payer, payee: names.abroad, currency: "EUR", at: 9_000n };
const found = (state: ReturnType<typeof evacuatedState>) => faultsIn(state, "afterHeal")["done-before-queued"];

/** The home's copy of what us had queued after its capture. */
function withQueued(fields: Item, state = evacuatedState()) {
  const entry = { ...about, id: late, request: "v1:9", origin: us, postings: [], queued: { final: true, after: 1n } };
  return withChange(state, operationKey(eu, authorized, late), replaced({ ...entry, ...fields }));
}

const reversed = () =>
  [eu, us].reduce(
    (state, cell) => withChange(state, operationKey(cell, authorized, capture), replaced({ state: "reversed" })),
    evacuatedState(),
  );
const declined = { kind: "refund", state: "declined", code: "refund_exceeds_captured", amount: 0n };
const asked = (amount: bigint, after = 1n) => ({ queued: { final: true, amount, after } });

describe("a capture of a stand-in's that was reversed", () => {
  const rest = { kind: "capture", state: "completed", amount: 400n };
  const name = `us#pay#${authorized} op#${capture}`;
  const fault = `${name} was reversed, but ${authorized} bore it before eu#pay#${authorized} op#${late}.`;

  it("must not be so for what was queued after it", () => {
    expect(found(withQueued(rest, reversed()))).toEqual([fault]);
  });

  it.each([
    ["for what was queued before it", { ...rest, queued: { final: true } }],
    ["where it stands", undefined],
  ])("may be so %s", (_, fields) => {
    expect(found(fields === undefined ? withQueued(rest) : withQueued(fields, reversed()))).toBeUndefined();
  });

  it("may be so where the home had done something about it by itself", () => {
    const entry = { ...about, id: own, kind: "void", state: "completed", amount: 400n, postings: [], request: "v1:8" };
    const voided = withChange(reversed(), operationKey(eu, authorized, own), replaced(entry));
    expect(found(withQueued(rest, voided))).toBeUndefined();
  });

  it("may be so where the authorization is the home's under another request", () => {
    const misused = withChange(reversed(), paymentKey(eu, authorized), replaced({ request: "v1:other" }));
    expect(found(withQueued(rest, misused))).toBeUndefined();
  });
});

describe("a refund that was declined", () => {
  const fault = (left: number) =>
    `eu#pay#${authorized} op#${late} was declined, though ${left} of what was captured before was left to refund.`;

  it.each([
    ["of a part", 100n],
    ["of all", 150n],
  ])("must not be so %s of what had been captured before", (_, amount) => {
    expect(found(withQueued({ ...declined, ...asked(amount) }))).toEqual([fault(150)]);
  });

  it("must not be so where all that is left was asked for", () => {
    expect(found(withQueued({ ...declined, code: "nothing_to_refund" }))).toEqual([fault(150)]);
  });

  it.each<[string, Item]>([
    ["where it is more than was captured", { ...declined, ...asked(151n) }],
    ["where more was captured later", { ...declined, ...asked(100n, 2n) }],
    ["since the payee has too little", { ...declined, code: "insufficient_funds", ...asked(100n) }],
  ])("may be so %s", (_, fields) => {
    expect(found(withQueued(fields))).toBeUndefined();
  });

  it("may be so where another refund was given first", () => {
    const other = { ...about, id: own, kind: "refund", state: "completed", amount: 60n, postings: [], request: "v1:8" };
    const given = withChange(evacuatedState(), operationKey(eu, authorized, own), replaced(other));
    expect(found(withQueued({ ...declined, ...asked(100n) }, given))).toBeUndefined();
  });
});
