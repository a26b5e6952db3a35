import { describe, expect, it } from "vitest";
import { closeAccount, whyNotClosed } from "../../../../functions/domain/accounts.ts";
import type { Standing } from "../../../../functions/domain/balances.ts";
import { isOver, keptBack, takeIsolatedPayment, whyIsolatedRefused } from "../../../../functions/domain/isolated.ts";
import { balanceKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { takePayment, whyRefused } from "../../../../functions/domain/payments.ts";
import { misposted, overdrawn, unbalanced } from "./audit.ts";
import { ACME, EU, given, NOW, standingOf, US, type Asked, type World } from "./world.ts";

const balanceOf = (world: World) => world.ledger.get(balanceKey(world.account("alice"))) ?? {};
const shareOf = (world: World) => [balanceOf(world)["isolatedLeft"], balanceOf(world)["isolatedAt"]];

/** alice pays bob without a lease: a state, or why not. */
function payIsolated(world: World, more: Partial<Asked>, over: Partial<Standing> = {}, balance?: Item): string {
  const request = world.request({ from: "alice", to: "bob", amount: 1n, ...more });
  const standing = standingOf(EU, over);
  const decided = takeIsolatedPayment(request, balance ?? world.ledger.get(balanceKey(request.source)), standing);
  if (decided.decision !== "write") return decided.decision;
  const taken = world.ledger.commit(
    EU,
    decided.steps.map(({ write }) => write),
  );
  if (taken.outcome !== "refused") return decided.entry.state;
  const refusal = whyIsolatedRefused(decided.steps, taken.refusals);
  return refusal.means === "replay" ? `replay of ${refusal.entry.state}` : refusal.means;
}

/** alice pays bob with a lease; `ends` is the share that a newer lease has ended. */
function payFull(world: World, amount: bigint, ends?: Standing["ends"]) {
  const request = world.request({ key: `full ${amount}`, from: "alice", to: "bob", amount });
  const steps = takePayment(request, { ...standingOf(EU), ...(ends && { ends }) });
  const taken = world.ledger.commit(
    EU,
    steps.map(({ write }) => write),
  );
  return taken.outcome === "refused" ? whyRefused(steps, taken.refusals) : taken.outcome;
}

it.each([
  [0n, 0n],
  [-7n, 0n],
  [4n, 0n],
  [5n, 1n],
  [99n, 19n],
  [100n, 20n],
])("of %s available, %s is kept back", (available, kept) => expect(keptBack(available)).toBe(kept));

describe("a home without a lease, alice having 100", () => {
  const world = (bob = {}) => given({ alice: { posted: 100n }, bob });

  it("sets a fifth apart with the first payment and spends out of it", () => {
    const run = world();
    expect(payIsolated(run, { key: "one", amount: 12n })).toBe("completed");
    expect(shareOf(run)).toEqual([8n, NOW]);
    expect(payIsolated(run, { key: "two", amount: 8n }, { at: NOW + 5n })).toBe("completed");
    expect(shareOf(run)).toEqual([0n, NOW + 5n]);
    expect(payIsolated(run, { key: "three", amount: 1n })).toBe("limited");
    expect(run.figures("alice")).toBe("80/80/0");
    expect(balanceOf(run)).toMatchObject({ version: 2n, debited: 20n });
    expect([...unbalanced(run.ledger), ...misposted(run.ledger), ...overdrawn(run.ledger)]).toEqual([]);
  });

  it("stores no decline, whatever is wrong: a key stays free until a home with a lease decides", () => {
    const run = given({ alice: { posted: 100n }, bob: { closed: true }, carol: { closed: true } });
    expect(payIsolated(run, { key: "one", amount: 21n })).toBe("limited");
    expect(payIsolated(run, { key: "one", amount: 5n })).toBe("limited");
    expect(payIsolated(run, { key: "two", from: "carol", to: "alice" })).toBe("limited");
    const payments = run.ledger.items().filter(({ key }) => key.sk === "payment");
    expect(payments).toHaveLength(1);
    expect(shareOf(run)).toEqual([undefined, undefined]);
  });

  it("holds and pays abroad out of the same share", () => {
    const run = world({ home: US });
    expect(payIsolated(run, { key: "one", amount: 15n, manual: true })).toBe("authorized");
    expect(payIsolated(run, { key: "two", amount: 6n })).toBe("limited");
    expect(payIsolated(run, { key: "three", amount: 5n })).toBe("processing");
    expect(run.figures("alice")).toBe("80/95/15");
  });

  it("answers a replay with what is stored, also by a request that the share would not bear", () => {
    const run = world();
    payIsolated(run, { key: "one", amount: 20n });
    const stale = { ...balanceOf(run), isolatedLeft: 50n };
    expect(payIsolated(run, { key: "one", amount: 20n }, {}, stale)).toBe("replay of completed");
  });

  it("decides again when two begin the share at once, so that it is set once", () => {
    const run = world();
    const read = balanceOf(run);
    expect(payIsolated(run, { key: "one", amount: 20n }, {}, read)).toBe("completed");
    expect(payIsolated(run, { key: "two", amount: 20n }, {}, read)).toBe("changed");
    expect(payIsolated(run, { key: "two", amount: 20n })).toBe("limited");
  });

  it("does so, too, when money that came in meanwhile makes the balance look as it was read", () => {
    const run = given({ alice: { posted: 100n }, bob: {}, carol: { posted: 20n } });
    const read = balanceOf(run);
    expect(payIsolated(run, { key: "one", amount: 20n }, {}, read)).toBe("completed");
    expect(run.pay({ key: "in", from: "carol", to: "alice", amount: 20n }).outcome).toBe("completed");
    expect(payIsolated(run, { key: "two", amount: 20n }, {}, read)).toBe("changed");
    expect(shareOf(run)).toEqual([0n, NOW]);
  });

  it("decides again when the balance was debited after it was read: a share is a fifth of what is there", () => {
    const run = world();
    const read = balanceOf(run);
    payFull(run, 60n);
    expect(payIsolated(run, { key: "one", amount: 20n }, {}, read)).toBe("changed");
    expect(payIsolated(run, { key: "one", amount: 20n })).toBe("limited");
    expect(payIsolated(run, { key: "one", amount: 8n })).toBe("completed");
  });

  it("spends nothing of an account that a newer authority has written", () => {
    const run = given({ alice: { posted: 100n, balance: { epoch: 2n } }, bob: {} });
    expect(payIsolated(run, {})).toBe("limited");
  });

  it("knows no account of another tenant", () => {
    const run = given({ alice: { posted: 100n, balance: { tenant: "other" } }, bob: {} });
    expect(payIsolated(run, {})).toBe("not_found");
    expect(payIsolated(run, {}, {}, { ...balanceOf(run), tenant: ACME })).toBe("source_not_found");
  });
});

describe("a full debit that finds an isolated share", () => {
  const isolated = () => {
    const run = given({ alice: { posted: 100n }, bob: {} });
    payIsolated(run, { key: "one", amount: 12n });
    return run;
  };

  it("is told of it, and removes it by its value once a later lease has ended it", () => {
    const run = isolated();
    expect(payFull(run, 40n)).toEqual({ means: "isolated", share: { left: 8n, at: NOW } });
    expect(payFull(run, 40n, { left: 8n, at: NOW })).toBe("committed");
    expect(shareOf(run)).toEqual([undefined, undefined]);
    expect(run.figures("alice")).toBe("48/48/0");
  });

  it("only a lease sent more than half a second after the last isolated debit ends it", () => {
    const share = { left: 8n, at: NOW };
    expect([0, 500, 501].map((later) => isOver(share, Number(NOW) + later))).toEqual([false, false, true]);
  });

  it("that is delayed cannot renew the share that was spent meanwhile", () => {
    const run = isolated();
    // Decided on what was there, then held up in the network while the home was isolated again.
    payIsolated(run, { key: "two", amount: 8n }, { at: NOW + 9_000n });
    expect(payFull(run, 1n, { left: 8n, at: NOW })).toEqual({
      means: "isolated",
      share: { left: 0n, at: NOW + 9_000n },
    });
    expect(payIsolated(run, { key: "three", amount: 1n })).toBe("limited");
  });

  it("nor one that was used since, though a guess at what is left of it be right", () => {
    const run = isolated();
    payIsolated(run, { key: "two", amount: 1n }, { at: NOW + 9_000n });
    const left = { left: 7n, at: NOW };
    expect(payFull(run, 1n, left)).toMatchObject({ means: "isolated" });
  });

  it("does nothing for good when the share is gone by then", () => {
    const run = given({ alice: { posted: 100n }, bob: {} });
    expect(payFull(run, 1n, { left: 8n, at: NOW })).toEqual({ means: "limited" });
  });

  it("is so for operations and for closing, too", () => {
    const run = given({ alice: {}, bob: {} });
    const id = run.account("alice");
    run.ledger.commit(EU, [
      { write: "update", key: balanceKey(id), require: [], set: { isolatedLeft: 0n, isolatedAt: NOW } },
    ]);
    const close = (ends?: Standing["ends"]) => {
      const writes = closeAccount(id, ACME, { ...standingOf(EU), ...(ends && { ends }) }, 0);
      const closed = run.ledger.commit(EU, writes);
      return closed.outcome === "refused" ? whyNotClosed(writes, closed.refusals[0]) : closed.outcome;
    };
    expect(close()).toBe("not_isolated");
    expect(close({ left: 0n, at: NOW })).toBe("committed");
    expect(shareOf(run)).toEqual([undefined, undefined]);
  });
});
