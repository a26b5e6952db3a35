import { describe, expect, it } from "vitest";
import { openAccount } from "../../../../functions/domain/accounts.ts";
import { credit } from "../../../../functions/domain/balances.ts";
import { accountKey, balanceKey } from "../../../../functions/domain/keys.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { ACME, accountId, EU, EUR, given, NOW, standingOf, US, type World } from "./world.ts";

describe("opening an account", () => {
  const id = accountId(EU, "alice");
  const opening = {
    id,
    tenant: ACME,
    currency: EUR,
    kind: "customer",
    overdraftLimit: 30n,
    request: "v1:hash",
  } as const;

  it("writes its settings and its balance, the overdraft being available", () => {
    const ledger = createMemoryLedger();
    expect(ledger.commit(EU, openAccount(opening, standingOf(EU, { epoch: 7n })))).toEqual({ outcome: "committed" });
    const shared = { tenant: "acme", currency: "EUR", status: "open" };
    expect(ledger.get(accountKey(id))).toEqual({
      ...shared,
      id,
      kind: "customer",
      overdraftLimit: 30n,
      openedAt: NOW,
      request: "v1:hash",
    });
    expect(ledger.get(balanceKey(id))).toEqual({
      ...shared,
      at: NOW,
      available: 30n,
      posted: 0n,
      held: 0n,
      epoch: 7n,
      version: 0n,
      debited: 0n,
    });
  });

  it("again is refused by the account that is there", () => {
    const ledger = createMemoryLedger();
    ledger.commit(EU, openAccount(opening, standingOf(EU)));
    const again = ledger.commit(EU, openAccount({ ...opening, overdraftLimit: 0n }, standingOf(EU)));
    expect(again).toMatchObject({ outcome: "refused", refusals: [{ index: 0, old: { request: "v1:hash" } }, {}] });
    expect(ledger.get(balanceKey(id))).toMatchObject({ available: 30n });
  });

  it("of the settlement kind has no floor", () => {
    const ledger = createMemoryLedger();
    ledger.commit(EU, openAccount({ ...opening, kind: "settlement", overdraftLimit: 0n }, standingOf(EU)));
    expect(ledger.get(balanceKey(id))).toMatchObject({ floor: "none", available: 0n });
  });
});

describe("closing an account", () => {
  it.each<[string, Parameters<typeof given>[0][string], (world: World) => unknown, string]>([
    ["that never held anything", {}, () => {}, "committed"],
    ["with an overdraft that is not used", { overdraft: 30n }, () => {}, "committed"],
    ["that was paid and has paid it all on", { posted: 5n }, pays(5n), "committed"],
    ["that holds money", { posted: 5n }, () => {}, "nothing_posted"],
    ["that owes money", { overdraft: 30n }, pays(5n), "nothing_posted"],
    ["that holds some back", { overdraft: 30n }, holds(5n), "nothing_held"],
    ["that is closed", { closed: true }, () => {}, "open"],
    ["that is counted in isolation", { balance: { isolatedLeft: 1n } }, () => {}, "not_isolated"],
    ["that a newer authority has written", { balance: { epoch: 2n } }, () => {}, "epoch"],
    ["whose stripes are empty", { stripes: 3 }, () => {}, "committed"],
    ["with money on a stripe that was not swept in", { stripes: 3 }, credits(2), "nothing_striped"],
    ["of another tenant", { balance: { tenant: "other" } }, () => {}, "tenant"],
  ])("%s", (_, alice, before, outcome) => {
    const world = given({ alice, bob: {} });
    before(world);
    expect(world.close("alice")).toBe(outcome);
  });

  it("leaves both items closed, and it takes no more money", () => {
    const world = given({ alice: {}, bob: { posted: 10n } });
    world.close("alice");
    for (const key of [accountKey(world.account("alice")), balanceKey(world.account("alice"))]) {
      expect(world.ledger.get(key)).toMatchObject({ status: "closed", closedAt: NOW });
    }
    expect(world.pay({ from: "bob", to: "alice", amount: 1n }).outcome).toBe("declined payee_closed");
  });

  it("that is at home in another cell is that cell's to close", () => {
    const world = given({ bess: { home: US } });
    expect(world.close("bess")).toBe("committed");
  });

  function pays(amount: bigint) {
    return (world: World) => world.pay({ from: "alice", to: "bob", amount });
  }

  function credits(stripe: number) {
    return (world: World) => world.ledger.commit(EU, [credit(world.account("alice"), EUR, 5n, NOW, stripe)]);
  }

  function holds(amount: bigint) {
    return (world: World) => world.pay({ from: "alice", to: "bob", amount, manual: true });
  }
});
