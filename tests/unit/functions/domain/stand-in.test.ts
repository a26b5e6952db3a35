import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimFrom } from "../../../../functions/domain/claims.ts";
import { fromItem } from "../../../../functions/domain/entries.ts";
import { countIn, countAbsorbed, isAbsorbed } from "../../../../functions/domain/fences.ts";
import { takeIsolatedPayment } from "../../../../functions/domain/isolated.ts";
import {
  balanceKey,
  claimKey,
  fenceKey,
  fenceShard,
  halfKey,
  holdKey,
  paymentKey,
  referenceKey,
  standInKey,
  tallyKey,
  yieldKey,
} from "../../../../functions/domain/keys.ts";
import { figureIn, type Item } from "../../../../functions/domain/ledger-write.ts";
import { paymentFrom } from "../../../../functions/domain/payments.ts";
import { firstState } from "../../../../functions/domain/payment-view.ts";
import { misposted, unbalanced } from "./audit.ts";
import { absorb, standInOver } from "./stand-in-world.ts";
import { AP, EU, given, NOW, standingOf, US, USD, type Given, type World } from "./world.ts";

const world = (alice: Given = { posted: 100n }, bob: Given = { home: US }) => given({ alice, bob, carl: { home: AP } });
const to = (name: string, amount: bigint, key = `${name} ${amount}`) => ({ key, from: "alice", to: name, amount });

describe("what us may debit of alice's 100 in eu", () => {
  it.each<[string, Given, (run: ReturnType<typeof world>) => void, bigint]>([
    ["four fifths, while eu may be alive", { posted: 100n }, () => {}, 80n],
    ["less a share that is rounded down", { posted: 99n }, () => {}, 80n],
    ["with the overdraft", { posted: 50n, overdraft: 50n }, () => {}, 80n],
    ["all, once eu's balance carries the epoch", { posted: 100n, balance: { epoch: 2n } }, () => {}, 100n],
    ["nothing of nothing", { posted: 0n }, () => {}, 0n],
    ["less what a third cell spent and eu has not absorbed", { posted: 100n }, (run) => thirdSpent(run, 30n, 0n), 50n],
    ["less only the rest where eu absorbed a part", { posted: 70n }, (run) => thirdSpent(run, 40n, 30n), 46n],
    [
      "and no more where eu's news came before the third cell's",
      { posted: 70n },
      (run) => thirdSpent(run, 0n, 30n),
      56n,
    ],
  ])("%s", (_, alice, before, left) => {
    const run = world(alice);
    before(run);
    expect(standInOver(run).left("alice")).toBe(left);
  });

  it("all, where an operator says that eu is dead", () => {
    expect(standInOver(world(), { homeIsDead: true }).left("alice")).toBe(100n);
  });

  function thirdSpent(run: ReturnType<typeof world>, spent: bigint, absorbed: bigint) {
    const row = { net: -spent, held: 0n, base: 0n, epoch: 1n, currency: "EUR" };
    if (spent > 0n) run.ledger.commit(AP, [{ write: "put", key: standInKey(AP, run.account("alice")), item: row }]);
    const set = { absorbed_ap: -absorbed };
    run.ledger.commit(EU, [{ write: "update", key: balanceKey(run.account("alice")), require: [], set }]);
  }
});

describe("a stand-in's spending", () => {
  it("ends at its allowance", () => {
    const run = world();
    const us = standInOver(run);
    expect(us.pay(to("bob", 50n)).outcome).toBe("completed");
    expect(us.left("alice")).toBe(30n);
    expect(us.pay(to("bob", 31n)).outcome).toBe("limited, yields");
    expect(us.pay(to("bob", 30n)).outcome).toBe("completed");
    expect(us.row("alice")).toMatchObject({ net: -80n, base: 0n, epoch: 2n, seenVersion: 0n, seenDebited: 0n });
  });

  it("keeps back what the home may take of all that it sees, before and after it has absorbed", () => {
    const run = world();
    const us = standInOver(run);
    us.pay(to("bob", 50n));
    // eu sees 100 and may begin a share of 20; once it has absorbed, it sees 50 and may begin one of 10.
    expect(us.left("alice")).toBe(30n);
    absorb(run, "alice", US, 50n, 1n);
    expect(us.left("alice")).toBe(40n);
  });

  it("keeps back what is left of a share that the home has begun, however much it absorbs meanwhile", () => {
    const run = world();
    const us = standInOver(run);
    us.pay(to("bob", 50n));
    const set = { isolatedLeft: 20n, isolatedAt: NOW };
    run.ledger.commit(EU, [{ write: "update", key: balanceKey(run.account("alice")), require: [], set }]);
    absorb(run, "alice", US, 50n, 1n);
    expect(us.left("alice")).toBe(30n);
  });

  it("has the rest once the home has taken note of the epoch", () => {
    const run = world();
    const us = standInOver(run);
    us.pay(to("bob", 80n));
    expect(us.yields("alice")).toBe("committed");
    const claim = run.ledger.get(yieldKey(US, run.account("alice"), 2n)) ?? {};
    expect(claimFrom(claim)).toEqual({ home: "eu", account: run.account("alice"), epoch: 2n, at: NOW });
    expect(us.yields("alice")).toBe("refused");
    absorb(run, "alice", US, 80n, 2n);
    expect(us.left("alice")).toBe(20n);
    expect(us.pay(to("bob", 21n)).outcome).toBe("limited");
    expect(us.pay(to("bob", 20n)).outcome).toBe("completed");
  });

  it("by two at once, both as read before, passes the allowance by nothing", () => {
    const run = world();
    const us = standInOver(run);
    us.pay(to("bob", 1n));
    const seen = us.seen("alice");
    expect(us.pay(to("bob", 40n), seen).outcome).toBe("completed");
    expect(us.pay(to("bob", 39n), seen).outcome).toBe("completed");
    expect(us.pay(to("bob", 2n), seen).outcome).toBe("changed");
    expect(us.row("alice")).toMatchObject({ net: -80n });
  });

  it("begins an epoch once, from what was read, however many begin it", () => {
    const run = world();
    const us = standInOver(run);
    const seen = us.seen("alice");
    expect(us.pay(to("bob", 10n), seen).outcome).toBe("completed");
    expect(us.pay(to("bob", 20n), seen).outcome).toBe("changed");
    const next = standInOver(run, { epoch: 4n });
    const before = next.seen("alice");
    expect(next.pay(to("bob", 5n, "a"), before).outcome).toBe("completed");
    expect(next.pay(to("bob", 5n, "b"), before).outcome).toBe("changed");
    expect(next.row("alice")).toMatchObject({ net: -15n, base: -10n, epoch: 4n });
  });

  it("starts anew in a new epoch, from what is left", () => {
    const run = world();
    standInOver(run).pay(to("bob", 60n));
    const next = standInOver(run, { epoch: 4n });
    // The home has not absorbed the 60 yet, and may begin a share of 100.
    expect(next.left("alice")).toBe(20n);
    absorb(run, "alice", US, 60n, 3n);
    expect(next.left("alice")).toBe(32n);
  });

  it("records the version of the home's that it saw first in the epoch", () => {
    const run = world();
    run.pay(to("bob", 10n, "at home"));
    const us = standInOver(run);
    us.pay(to("bob", 1n, "first"));
    run.pay(to("bob", 10n, "late tail"));
    us.pay(to("bob", 1n, "second"));
    expect(us.row("alice")).toMatchObject({ seenVersion: 1n, seenDebited: 10n });
  });

  it("records, too, what it saw of every third cell's spending, with which its tail begins", () => {
    const run = world();
    const row = { net: -30n, held: 0n, base: 0n, epoch: 1n, currency: "EUR" };
    run.ledger.commit(AP, [{ write: "put", key: standInKey(AP, run.account("alice")), item: row }]);
    const us = standInOver(run);
    us.pay(to("bob", 10n));
    expect(us.row("alice")).toMatchObject({ seen_ap: -30n });
  });

  it("of a settlement account has no limit, as at home", () => {
    const run = given({ bank: { kind: "settlement" }, bob: { home: US } });
    const us = standInOver(run);
    expect(us.pay({ from: "bank", to: "bob", amount: 1_000n, key: "one" }).outcome).toBe("completed");
    expect(us.pay({ from: "bank", to: "bob", amount: 1_000n, key: "two" }).outcome).toBe("completed");
  });
});

describe("a stand-in's payment", () => {
  it("to a payee of its own is complete at once, and no inbox can credit it again", () => {
    const run = world();
    const us = standInOver(run);
    const { id, outcome } = us.pay(to("bob", 40n));
    expect(outcome).toBe("completed");
    expect(run.figures("bob")).toBe("40/40/0");
    expect(run.figures("alice")).toBe("100/100/0");
    const half = { kind: "half", payment: id, origin: "us", outcome: "credited", amount: 40n, postings: [] };
    expect(run.ledger.get(halfKey(US, id, undefined))).toMatchObject(half);
    expect([...misposted(run.ledger), ...unbalanced(run.ledger)]).toEqual([]);
  });

  it.each([
    ["the home", "anna", "eu"],
    ["a third cell", "carl", "ap"],
  ])("to a payee of %s is due there", (_, payee, cell) => {
    const run = given({ alice: { posted: 100n }, anna: {}, carl: { home: AP } });
    const { id, outcome } = standInOver(run).pay(to(payee, 40n));
    expect(outcome).toBe("processing");
    const entry = run.ledger.get(paymentKey(US, id)) ?? {};
    expect(entry).toMatchObject({ due: cell, dueAction: "credit", state: "processing" });
    const transit = { account: expect.stringMatching(new RegExp(`^us#transit#${cell}#`)), amount: 40n };
    expect(fromItem(entry).postings).toEqual([{ account: `us#acct#${run.account("alice")}`, amount: -40n }, transit]);
    expect([...misposted(run.ledger), ...unbalanced(run.ledger)]).toEqual([]);
  });

  it("manually is held in its own books, where it does not expire by itself", () => {
    const run = world();
    const us = standInOver(run);
    const { id } = us.pay({ ...to("bob", 40n), manual: true });
    expect(us.row("alice")).toMatchObject({ net: -40n, held: 40n });
    const hold = run.ledger.get(holdKey(US, run.account("alice"), id)) ?? {};
    expect(hold).toMatchObject({ remaining: 40n, state: "open" });
    expect(hold["due"]).toBeUndefined();
    expect([...misposted(run.ledger), ...unbalanced(run.ledger)]).toEqual([]);
  });

  it("passes the fence and lays a claim, so that the home can tell when it has all of them", () => {
    const run = world();
    const { id } = standInOver(run).pay(to("bob", 40n));
    const claim = run.ledger.get(claimKey(US, id, undefined)) ?? {};
    expect(claimFrom(claim)).toMatchObject({ home: "eu", account: run.account("alice"), epoch: 2n, payment: id });
    expect(claim).toMatchObject({ due: "eu" });
    const fence = () => run.ledger.get(fenceKey(US, EU, 2n, fenceShard(id)));
    expect(countIn(fence()).count).toBe(1n);
    run.ledger.commit(EU, [countAbsorbed({ standIn: US, home: EU, epoch: 2n }, id, undefined)]);
    const tally = run.ledger.get(tallyKey(EU, US, 2n, fenceShard(id)));
    expect(isAbsorbed(fence(), tally)).toBe(false);
    standInOver(run, { cell: US }).closeFences();
    expect(isAbsorbed(fence(), tally)).toBe(true);
  });

  it("whose fence closed between reading and writing is not taken", () => {
    const run = world();
    const us = standInOver(run);
    const seen = us.seen("alice");
    us.closeFences();
    expect(us.pay(to("bob", 40n), seen).outcome).toBe("limited");
    expect(us.yields("alice")).toBe("refused");
    expect(us.row("alice")).toBeUndefined();
  });

  it("is not taken before the fence is opened, nor is the home asked to yield", () => {
    const run = world();
    const us = standInOver(run, {}, { guarded: true });
    expect(us.pay(to("bob", 1n)).outcome).toBe("limited");
    expect(us.yields("alice")).toBe("refused");
    expect(us.row("alice")).toBeUndefined();
  });
});

describe("the same key", () => {
  it("answers what the home has, accepted or declined, where it is in the replica", () => {
    const run = world();
    run.pay(to("bob", 40n, "paid"));
    run.pay(to("bob", 400n, "declined"));
    const us = standInOver(run);
    expect(us.pay(to("bob", 40n, "paid")).outcome).toBe("replay of processing");
    expect(us.pay(to("bob", 40n, "declined")).outcome).toBe("replay of declined");
    expect(us.row("alice")).toBeUndefined();
  });

  it("answers what a third cell has that stood in before", () => {
    const run = world();
    standInOver(run, { cell: AP, others: [EU, US] }).pay(to("bob", 40n, "one"));
    expect(standInOver(run, { epoch: 3n }).pay(to("bob", 40n, "one")).outcome).toBe("replay of processing");
  });

  it("answers its own, also when the account could not bear it any more", () => {
    const run = world();
    const us = standInOver(run);
    const seen = us.seen("alice");
    us.pay(to("bob", 80n, "one"));
    expect(us.pay(to("bob", 80n, "one"), seen).outcome).toBe("replay of completed");
  });

  it.each([
    ["bob", "completed"],
    ["anna", "processing"],
    ["carl", "processing"],
  ])("to %s was first answered %s, which the home's copy says as well", (payee, state) => {
    const run = given({ alice: { posted: 100n }, bob: { home: US }, anna: {}, carl: { home: AP } });
    const { id } = standInOver(run).pay(to(payee, 40n));
    const entry = paymentFrom(run.ledger.get(paymentKey(US, id)) ?? {});
    const taken = [
      { account: entry.source, amount: -40n },
      { account: `us#acct#${entry.source}`, amount: 40n },
    ];
    const copy = { ...entry, origin: US, postings: taken };
    expect([firstState(entry), firstState(copy)]).toEqual([state, state]);
    const held = { ...entry, capture: "manual", postings: [] } as const;
    expect([firstState(held), firstState({ ...held, origin: US })]).toEqual(["authorized", "authorized"]);
  });

  it("of a reference is taken once, as far as the stand-in can see", () => {
    const run = world();
    run.pay({ ...to("bob", 1n, "home"), reference: "r1" });
    const us = standInOver(run);
    expect(us.pay({ ...to("bob", 1n, "one"), reference: "r1" }).outcome).toBe("limited");
    expect(us.pay({ ...to("bob", 1n, "two"), reference: "r2" }).outcome).toBe("completed");
    expect(us.pay({ ...to("bob", 1n, "three"), reference: "r2" }).outcome).toBe("limited");
    expect(run.ledger.get(referenceKey(US, "r2"))).toBeDefined();
  });
});

describe("only a home with a lease declines for good", () => {
  it.each<[string, Given, Given, string]>([
    ["too little", { posted: 10n }, { home: US }, "limited, yields"],
    ["a closed source", { posted: 100n, closed: true }, { home: US }, "limited"],
    ["another currency", { posted: 100n, currency: USD }, { home: US }, "limited"],
    ["a closed payee", { posted: 100n }, { home: US, closed: true }, "limited"],
    ["a payee in another currency", { posted: 100n }, { home: US, currency: USD }, "limited"],
    [
      "an epoch in the ledger that is newer than ours",
      { posted: 100n, balance: { epoch: 3n } },
      { home: US },
      "limited",
    ],
    [
      "another tenant's account, which is as if there were none",
      { balance: { tenant: "other" } },
      { home: US },
      "not_found",
    ],
  ])("%s", (_, alice, bob, outcome) => {
    const run = world(alice, bob);
    const before = run.ledger.items().filter(({ key }) => key.sk === "payment").length;
    expect(standInOver(run).pay(to("bob", 40n)).outcome).toBe(outcome);
    expect(run.ledger.items().filter(({ key }) => key.sk === "payment")).toHaveLength(before);
  });

  it("an account that has not arrived in the replica is not there", () => {
    const run = world();
    const us = standInOver(run);
    expect(us.pay(to("bob", 1n), { ...us.seen("alice"), balance: undefined }).outcome).toBe("not_found");
  });

  it("a balance that went to another tenant or closed after it was read is judged again by the write", () => {
    const run = world();
    const us = standInOver(run);
    const seen = us.seen("alice");
    const set = (item: Item) =>
      run.ledger.commit(EU, [{ write: "update", key: balanceKey(run.account("alice")), require: [], set: item }]);
    set({ status: "closed" });
    expect(us.pay(to("bob", 1n), seen).outcome).toBe("limited");
    set({ status: "open", tenant: "other" });
    expect(us.pay(to("bob", 1n), seen).outcome).toBe("source_not_found");
  });
});

it("a striped payee of the stand-in's own is credited on a stripe", () => {
  const run = world({ posted: 100n }, { home: US, stripes: 2 });
  const us = standInOver(run);
  expect(us.pay(to("bob", 10n)).outcome).toBe("striped");
  expect(us.pay(to("bob", 10n), us.seen("alice"), 1).outcome).toBe("completed");
  expect(misposted(run.ledger)).toEqual([]);
});

describe("a home that is cut off and its stand-in, who see nothing of one another", () => {
  const spends = fc.array(
    fc.record({ by: fc.constantFrom("home", "stand-in"), amount: fc.bigInt({ min: 1n, max: 60n }) }),
    { maxLength: 40 },
  );

  it("together never spend more than there was, in whatever order and sizes", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 200n }), spends, (posted, all) => {
        const run = given({ alice: { posted }, anna: {}, bob: { home: US } });
        const us = standInOver(run);
        const replica = us.seen("alice");
        all.forEach(({ by, amount }, index) => {
          if (by === "stand-in")
            us.pay(to("bob", amount, `${index}`), { ...us.seen("alice"), balance: replica.balance });
          else payIsolated(run, index, amount);
        });
        const spentAtHome = posted - figureIn(run.ledger.get(balanceKey(run.account("alice"))), "available");
        const spentByStandIn = -figureIn(us.row("alice"), "net");
        expect(spentAtHome + spentByStandIn <= posted).toBe(true);
        expect(misposted(run.ledger)).toEqual([]);
      }),
    );
  });

  function payIsolated(run: World, index: number, amount: bigint): void {
    const request = run.request({ key: `isolated ${index}`, from: "alice", to: "anna", amount });
    const decided = takeIsolatedPayment(request, run.ledger.get(balanceKey(request.source)), standingOf(EU));
    if (decided.decision !== "write") return;
    run.ledger.commit(
      EU,
      decided.steps.map(({ write }) => write),
    );
  }
});
