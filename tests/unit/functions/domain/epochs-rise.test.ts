import { expect, it } from "vitest";
import { raiseEpoch } from "../../../../functions/domain/absorbing.ts";
import { balanceKey } from "../../../../functions/domain/keys.ts";
import { EU, given } from "./world.ts";

/** What an account knows after it was told of these epochs, one after another. */
function told(...epochs: readonly bigint[]): readonly unknown[] {
  const world = given({ alice: { posted: 100n } });
  const alice = world.account("alice");
  const outcomes = epochs.map((epoch) => world.ledger.commit(EU, [raiseEpoch(alice, epoch)]).outcome);
  return [...outcomes, world.ledger.get(balanceKey(alice))?.["epoch"]];
}

it.each([
  ["takes note of a newer epoch", [4n], ["committed", 4n]],
  ["of the same one once", [4n, 4n], ["committed", "refused", 4n]],
  ["and of an older one never: a claim may come late", [4n, 3n], ["committed", "refused", 4n]],
])("an account %s", (_, epochs, expected) => {
  expect(told(...epochs)).toEqual(expected);
});

it("an account that is not there is told nothing", () => {
  const world = given({ alice: {}, ghost: {} });
  const nobody = { ...raiseEpoch(world.account("ghost"), 4n), key: { pk: "eu#acct#nobody", sk: "balance" } };
  expect(world.ledger.commit(EU, [nobody]).outcome).toBe("refused");
});
