import { expect, it } from "vitest";
import type { CommitOutcome, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { takeAtHome } from "../../../../functions/payments-api/actions/take-payment.ts";
import type { HomeCapacity, PayingDeps } from "../../../../functions/payments-api/deps.ts";
import { createStripeChoice } from "../../../../functions/payments-api/stripe-choice.ts";
import { EU, given, standingOf, type Asked, type World } from "../domain/world.ts";

const capacity: HomeCapacity = { as: "home", standing: standingOf(EU), mayAttempt: () => true };
const asked: Asked = { key: "k", from: "alice", to: "bob", amount: 40n };

/** Takes the payment while something else happens between its refusal and the storing of the decline. */
async function takenWhile(world: World, meanwhile: () => void) {
  let commits = 0;
  const commit = async (writes: readonly LedgerWrite[]): Promise<CommitOutcome> => {
    const outcome = world.ledger.commit(EU, writes);
    commits += 1;
    if (commits === 1) meanwhile();
    return outcome;
  };
  // Of all that paying stands on, a payment at home that is told everything by the ledger asks for these alone.
  const deps = {
    env: { cell: EU },
    stores: { ledger: { commit } },
    stripes: createStripeChoice(() => 0),
  } as unknown as PayingDeps;
  return takeAtHome(world.request(asked), capacity, deps);
}

it("a decline that finds the payment under its key, since a retry came after the money, answers so", async () => {
  const world = given({ alice: {}, bob: {}, carol: { posted: 100n } });
  const answer = await takenWhile(world, () => {
    expect(world.pay({ key: "money", from: "carol", to: "alice", amount: 100n }).outcome).toBe("completed");
    expect(world.pay(asked).outcome).toBe("completed");
  });
  expect(answer).toMatchObject({ answer: "accepted", replayed: true, payment: { state: "completed" } });
  expect(world.figures("alice")).toBe("60/60/0");
});

it("and one that finds another body's payment under its key says that the key was used", async () => {
  const world = given({ alice: {}, bob: {}, carol: { posted: 100n } });
  const answer = await takenWhile(world, () => {
    world.pay({ key: "money", from: "carol", to: "alice", amount: 100n });
    expect(world.pay({ ...asked, amount: 41n, hash: "v1:other" }).outcome).toBe("completed");
  });
  expect(answer).toEqual({ answer: "key_reused" });
});

it("a decline that finds nothing is stored, and is the answer from then on", async () => {
  const world = given({ alice: {}, bob: {} });
  expect(await takenWhile(world, () => {})).toMatchObject({ answer: "declined", replayed: false });
  expect(await takenWhile(world, () => {})).toMatchObject({ answer: "declined", replayed: true });
});
