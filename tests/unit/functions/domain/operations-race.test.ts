import { describe, expect, it } from "vitest";
import { operationIdOf, type PaymentId } from "../../../../functions/domain/ids.ts";
import { paymentKey } from "../../../../functions/domain/keys.ts";
import { decideOperation, whyOperationRefused } from "../../../../functions/domain/operations.ts";
import { paymentFrom } from "../../../../functions/domain/payments.ts";
import { ACME, EU, given, standingOf, type World } from "./world.ts";

/** Decides on the payment as it is now, lets `meanwhile` happen, then commits what was decided. */
function race(kind: "capture" | "void" | "refund", world: World, id: PaymentId, meanwhile: () => void) {
  const payment = paymentFrom(world.ledger.get(paymentKey(EU, id)) ?? {});
  const operation = operationIdOf({ tenant: ACME, method: "POST", route: "r", resource: id, key: kind });
  const asked = { kind, id: operation, tenant: ACME, final: false, request: "v1:hash" } as const;
  const decision = decideOperation(payment, [], asked, standingOf(EU));
  if (decision.decision !== "write") throw new Error(`not to be written: ${decision.decision}`);
  const commit = () =>
    world.ledger.commit(
      EU,
      decision.steps.map(({ write }) => write),
    );
  meanwhile();
  const outcome = commit();
  if (outcome.outcome !== "refused") return outcome.outcome;
  return whyOperationRefused(decision.steps, outcome.refusals);
}

describe("an operation decided on a payment that has changed since", () => {
  const authorized = () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    return { world, id: world.pay({ from: "alice", to: "bob", amount: 40n, manual: true }).id };
  };

  it.each([
    ["capture", "a part was captured", { kind: "capture", amount: 1n, key: "other" }],
    ["capture", "it was voided", { kind: "void", key: "other" }],
    ["void", "a part was captured", { kind: "capture", amount: 1n, key: "other" }],
    ["void", "it was captured", { kind: "capture", key: "other" }],
  ] as const)("a %s after %s is to be decided again", (kind, _, meanwhile) => {
    const { world, id } = authorized();
    expect(race(kind, world, id, () => world.operate(id, meanwhile))).toEqual({ means: "changed" });
  });

  it("a refund after another refund is to be decided again", () => {
    const world = given({ alice: { posted: 100n }, bob: {}, carol: { posted: 100n } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    world.pay({ from: "carol", to: "bob", amount: 100n });
    expect(race("refund", world, id, () => world.operate(id, { kind: "refund", key: "other" }))).toEqual({
      means: "changed",
    });
    expect(world.figures("alice")).toBe("100/100/0");
  });

  it("goes through when only other payments changed the account", () => {
    const { world, id } = authorized();
    expect(race("capture", world, id, () => world.pay({ key: "other", from: "alice", to: "bob", amount: 7n }))).toBe(
      "committed",
    );
    expect(world.figures("bob")).toBe("47/47/0");
  });

  it("is the replay when the same request was faster", () => {
    const { world, id } = authorized();
    let first: unknown;
    const second = race("capture", world, id, () => {
      first = race("capture", world, id, () => {});
    });
    expect(first).toBe("committed");
    expect(second).toMatchObject({ means: "replay", entry: { kind: "capture", amount: 40n, state: "completed" } });
    expect(world.figures("bob")).toBe("40/40/0");
  });
});
