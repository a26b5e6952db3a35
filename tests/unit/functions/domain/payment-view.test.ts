import { describe, expect, it } from "vitest";
import type { HalfEntry, HalfOutcome, OperationEntry, PaymentEntry } from "../../../../functions/domain/entries.ts";
import { operationIdOf } from "../../../../functions/domain/ids.ts";
import { firstOperationState, firstState, viewPayment } from "../../../../functions/domain/payment-view.ts";
import { ACME, EU, EUR, given, NOW, US, type Asked, type Given } from "./world.ts";

const OPERATION = operationIdOf({ tenant: ACME, method: "POST", route: "r", resource: "a", key: "k" });

function paid(bob: Given, asked: Partial<Asked> = {}): PaymentEntry {
  const world = given({ alice: { posted: 100n }, bob });
  const entry = world.entry(world.pay({ from: "alice", to: "bob", amount: 40n, ...asked }).id);
  if (entry.kind !== "payment") throw new Error("not a payment");
  return entry;
}

function half(payment: PaymentEntry, outcome: HalfOutcome, operation?: typeof OPERATION): HalfEntry {
  const named = operation === undefined ? {} : { operation };
  const facts = { origin: EU, outcome, amount: 40n, currency: EUR, postings: [], at: NOW };
  return { kind: "half", payment: payment.id, ...named, ...facts };
}

function operationOf(payment: PaymentEntry, over: Partial<OperationEntry>): OperationEntry {
  const { id, source, payee } = payment;
  const names = { kind: "refund", id: OPERATION, payment: id, tenant: ACME, source, payee } as const;
  const facts = { amount: 40n, currency: EUR, postings: [], request: "v1:hash", at: NOW } as const;
  return { ...names, ...facts, state: "processing", ...over };
}

describe("a payment on its way to another cell is seen as", () => {
  it.each<[readonly HalfOutcome[], string]>([
    [[], "processing"],
    [["credited"], "completed"],
    [["returned"], "returned"],
    [["returned", "credited_back"], "returned"],
  ])("answered by %s: %s", (outcomes, state) => {
    const payment = paid({ home: US });
    const view = viewPayment(
      payment,
      [],
      outcomes.map((outcome) => half(payment, outcome)),
    );
    expect(view.state).toBe(state);
  });

  it("unmoved by the answer to one of its operations", () => {
    const payment = paid({ home: US });
    expect(viewPayment(payment, [], [half(payment, "credited", OPERATION)]).state).toBe("processing");
  });
});

describe("an operation that another cell has to finish is seen as", () => {
  it.each<[readonly HalfOutcome[], string]>([
    [[], "processing"],
    [["credited"], "completed"],
    [["returned"], "returned"],
    [["returned", "credited_back"], "returned"],
    [["debited"], "processing"],
    [["debited", "credited_back"], "completed"],
    [["debited", "suspended"], "completed"],
    [["refused"], "refused"],
    [["refused", "released"], "refused"],
  ])("answered by %s: %s", (outcomes, state) => {
    const payment = paid({ home: US });
    const halves = outcomes.map((outcome) => half(payment, outcome, OPERATION));
    const view = viewPayment(payment, [operationOf(payment, {})], halves);
    expect(view.operations.map((operation) => operation.state)).toEqual([state]);
  });

  it("its own state once that is final, whatever else is known", () => {
    const payment = paid({ home: US });
    const operation = operationOf(payment, { state: "refused" });
    const view = viewPayment(payment, [operation], [half(payment, "credited", OPERATION)]);
    expect(view.operations.map(({ state }) => state)).toEqual(["refused"]);
  });
});

describe("the state first answered is told by what never changes", () => {
  it.each<[string, Given, Partial<Asked>]>([
    ["completed", {}, {}],
    ["processing", { home: US }, {}],
    ["authorized", {}, { manual: true }],
    ["authorized", { home: US }, { manual: true }],
    ["declined", {}, { amount: 101n }],
  ])("%s", (state, bob, asked) => {
    const payment = paid(bob, asked);
    expect(payment.state).toBe(state);
    expect(firstState({ ...payment, state: "voided" })).toBe(state);
  });

  it.each<[string, Partial<OperationEntry>]>([
    ["completed", { kind: "void" }],
    ["processing", { kind: "refund" }],
    ["processing", { kind: "capture", postings: [{ account: "eu#transit#us#1", amount: 40n }] }],
    ["declined", { kind: "refund", code: "nothing_to_refund" }],
  ])("of an operation: %s for %o", (state, over) => {
    expect(firstOperationState(operationOf(paid({ home: US }), { ...over, state: "returned" }))).toBe(state);
  });

  it("of an operation: completed when the payee is here", () => {
    const payment = paid({});
    const postings = [{ account: payment.payee, amount: 40n }];
    expect(firstOperationState(operationOf(payment, { kind: "capture", postings }))).toBe("completed");
  });
});
