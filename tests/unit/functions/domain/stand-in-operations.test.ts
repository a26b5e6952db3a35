import { describe, expect, it } from "vitest";
import { claimFrom } from "../../../../functions/domain/claims.ts";
import { fromItem, toItem } from "../../../../functions/domain/entries.ts";
import { countIn } from "../../../../functions/domain/fences.ts";
import { operationIdOf, type PaymentId } from "../../../../functions/domain/ids.ts";
import {
  claimKey,
  fenceKey,
  fenceShard,
  halfKey,
  holdKey,
  operationKey,
  paymentKey,
} from "../../../../functions/domain/keys.ts";
import { paymentFrom } from "../../../../functions/domain/payments.ts";
import { firstOperationState } from "../../../../functions/domain/payment-view.ts";
import { misposted, unbalanced } from "./audit.ts";
import { standInOver } from "./stand-in-world.ts";
import { ACME, AP, EU, given, NOW, US, type Given, type World } from "./world.ts";

const operation = (payment: PaymentId, key: string) =>
  operationIdOf({ tenant: ACME, method: "POST", route: "/v1/payments/{id}/operation", resource: payment, key });
const queuedAt = (run: World, payment: PaymentId, key: string) => {
  const entry = fromItem(run.ledger.get(operationKey(US, payment, operation(payment, key))) ?? {});
  if (entry.kind === "payment" || entry.kind === "half") throw new Error("not an operation");
  return entry;
};

/** us stands in for eu and has authorized 40 of alice's for bob. */
function authorized(bob: Given = { home: US }, expiresAt = NOW + 60_000n) {
  const run = given({ alice: { posted: 100n }, bob });
  const us = standInOver(run);
  const { id } = us.pay({ from: "alice", to: "bob", amount: 40n, manual: true, expiresAt });
  return { run, us, id };
}

/** The home has absorbed the authorization, and has done this about it by itself. */
function copyAtHome(run: World, id: PaymentId, state: "authorized" | "voided", own?: string) {
  const entry = paymentFrom(run.ledger.get(paymentKey(US, id)) ?? {});
  run.ledger.commit(EU, [
    { write: "put", key: paymentKey(EU, id), item: toItem({ ...entry, origin: US, state }) },
    ...(own === undefined ? [] : [voidAtHome(entry, operation(id, own))]),
  ]);
}

function voidAtHome({ id, source, payee, currency }: ReturnType<typeof paymentFrom>, op: ReturnType<typeof operation>) {
  const names = { kind: "void", id: op, payment: id, tenant: ACME, source, payee, currency } as const;
  const entry = { ...names, amount: 40n, postings: [], request: "v1:hash", at: NOW, state: "completed" } as const;
  return { write: "put", key: operationKey(EU, id, op), item: toItem(entry) } as const;
}

describe("what a stand-in authorized itself", () => {
  it("it captures in part and in whole, moving its own row alone", () => {
    const { run, us, id } = authorized();
    expect(us.operate(id, { kind: "capture", amount: 15n, key: "part" })).toBe("completed");
    expect(us.row("alice")).toMatchObject({ net: -40n, held: 25n });
    expect(us.operate(id, { kind: "capture", amount: 10n, final: true, key: "rest" })).toBe("completed");
    expect(us.row("alice")).toMatchObject({ net: -25n, held: 0n });
    expect(queuedAt(run, id, "rest")).toMatchObject({ amount: 10n, released: 15n });
    expect(run.figures("bob")).toBe("25/25/0");
    expect(run.figures("alice")).toBe("100/100/0");
    expect([...misposted(run.ledger), ...unbalanced(run.ledger)]).toEqual([]);
    const half = run.ledger.get(halfKey(US, id, operation(id, "part")));
    expect(half).toMatchObject({ outcome: "credited", origin: "us", amount: 15n });
  });

  it("it captures for a payee elsewhere, which that cell credits", () => {
    const { run, us, id } = authorized({ home: AP });
    expect(us.operate(id, { kind: "capture" })).toBe("processing");
    expect(queuedAt(run, id, "capture")).toMatchObject({ due: { cell: "ap", action: "credit" } });
    expect(run.ledger.get(halfKey(US, id, operation(id, "capture")))).toBeUndefined();
    expect([...misposted(run.ledger), ...unbalanced(run.ledger)]).toEqual([]);
  });

  it("it voids, and what was held can be spent again", () => {
    const { run, us, id } = authorized();
    expect(us.left("alice")).toBe(40n);
    expect(us.operate(id, { kind: "void" })).toBe("completed");
    expect(us.row("alice")).toMatchObject({ net: 0n, held: 0n });
    expect(us.left("alice")).toBe(80n);
    expect(run.ledger.get(holdKey(US, run.account("alice"), id))).toMatchObject({ state: "voided", remaining: 0n });
  });

  it("each passes the fence and lays a claim of its own", () => {
    const { run, us, id } = authorized();
    us.operate(id, { kind: "capture", amount: 1n });
    expect(countIn(run.ledger.get(fenceKey(US, EU, 2n, fenceShard(id)))).count).toBe(2n);
    const claim = run.ledger.get(claimKey(US, id, operation(id, "capture"))) ?? {};
    expect(claimFrom(claim)).toMatchObject({ payment: id, operation: operation(id, "capture"), epoch: 2n });
  });

  it("once the fence is closed it does nothing more about it", () => {
    const { us, id } = authorized();
    us.closeFences();
    expect(us.operate(id, { kind: "capture" })).toBe("limited");
    expect(us.row("alice")).toMatchObject({ net: -40n, held: 40n });
  });

  it("it declines nothing for good: too much, too late or twice has to wait for the home", () => {
    const { us, id } = authorized();
    expect(us.operate(id, { kind: "capture", amount: 41n })).toBe("limited");
    us.operate(id, { kind: "void", key: "void" });
    expect(us.operate(id, { kind: "capture", key: "late" })).toBe("limited");
    const ended = authorized({ home: US }, NOW);
    expect(ended.us.operate(ended.id, { kind: "capture" })).toBe("limited");
  });

  it("it captures also after the home has absorbed it, but not what the home has voided", () => {
    const first = authorized();
    copyAtHome(first.run, first.id, "authorized");
    expect(first.us.operate(first.id, { kind: "capture" })).toBe("completed");
    const second = authorized();
    copyAtHome(second.run, second.id, "voided", "void at home");
    expect(second.us.operate(second.id, { kind: "capture" })).toBe("queued");
    expect(second.us.row("alice")).toMatchObject({ net: -40n, held: 40n });
  });

  it("what the home decided of a queued one is not the stand-in's to go on with", () => {
    const { run, us, id } = authorized();
    copyAtHome(run, id, "voided", "void at home");
    us.operate(id, { kind: "capture", amount: 1n, key: "queued" });
    expect(us.operate(id, { kind: "capture", amount: 1n, key: "next" })).toBe("queued");
  });
});

describe("what a stand-in leaves to the home of its own authorization", () => {
  const part = { kind: "capture", amount: 5n, key: "part" } as const;
  const left = { kind: "capture", amount: 1n, key: "left" } as const;
  /** The home has given up the authorization: the stand-in, which had captured so often, is asked for more. */
  function leaving(captures: number) {
    const { run, us, id } = authorized();
    for (let count = 0; count < captures; count += 1) us.operate(id, { ...part, key: `part ${count}` });
    return { run, us, id, give: () => copyAtHome(run, id, "voided", "void at home") };
  }

  it.each([0, 1, 3])("comes after the %i captures that it did before", (captures) => {
    const { run, us, id, give } = leaving(captures);
    give();
    expect(us.operate(id, left)).toBe("queued");
    const after = captures === 0 ? {} : { after: BigInt(captures) };
    expect(queuedAt(run, id, "left").queued).toEqual({ final: false, amount: 1n, ...after });
    expect(paymentFrom(run.ledger.get(paymentKey(US, id)) ?? {}).leftToHome).toBe(true);
  });

  it("is everything from then on, whatever it sees of what the home did", () => {
    const { run, us, id } = leaving(1);
    run.ledger.commit(US, [{ write: "update", key: paymentKey(US, id), require: [], set: { leftToHome: true } }]);
    expect(us.operate(id, part)).toBe("queued");
    expect(us.operate(id, { kind: "void" })).toBe("queued");
    expect(us.row("alice")).toMatchObject({ net: -40n, held: 35n });
  });

  it("refuses a capture of its own that was decided before, and the other way round", () => {
    const first = leaving(0);
    const leave = () => {
      first.give();
      first.us.operate(first.id, left);
    };
    expect(first.us.operate(first.id, part, leave)).toBe("changed");
    expect(first.us.row("alice")).toMatchObject({ net: -40n, held: 40n });
    const second = leaving(1);
    const { us, id, run } = second;
    second.give();
    const queued = us.operate(id, left, () => {
      const key = paymentKey(US, id);
      run.ledger.commit(US, [{ write: "update", key, require: [], add: { operated: 1n } }]);
    });
    expect(queued).toBe("changed");
  });

  it("a refund leaves it the rest, and comes after what it captured", () => {
    const { run, us, id } = leaving(2);
    expect(us.operate(id, { kind: "refund", amount: 3n })).toBe("queued");
    expect(queuedAt(run, id, "refund").queued).toEqual({ final: false, amount: 3n, after: 2n });
    expect(us.operate(id, part)).toBe("completed");
  });
});

describe("what a stand-in does not hold", () => {
  const paid = (manual: boolean) => {
    const run = given({ alice: { posted: 100n }, bob: {} });
    const { id } = run.pay({ from: "alice", to: "bob", amount: 40n, manual });
    return { run, us: standInOver(run), id };
  };

  it.each(["capture", "void"] as const)("a %s is queued for the home, moving nothing", (kind) => {
    const { run, us, id } = paid(true);
    expect(us.operate(id, { kind, amount: 7n, key: "op" })).toBe("queued");
    const queued = { final: false, amount: 7n };
    expect(queuedAt(run, id, "op")).toMatchObject({ kind, state: "queued", postings: [], amount: 7n, queued });
    expect(claimFrom(run.ledger.get(claimKey(US, id, operation(id, "op"))) ?? {})).toMatchObject({ home: "eu" });
    expect(countIn(run.ledger.get(fenceKey(US, EU, 2n, fenceShard(id)))).count).toBe(1n);
    expect(us.row("alice")).toBeUndefined();
  });

  it("a refund is, also of a payment that the stand-in took itself", () => {
    const { run, us } = authorized();
    const { id } = us.pay({ from: "alice", to: "bob", amount: 5n, key: "plain" });
    expect(us.operate(id, { kind: "refund" })).toBe("queued");
    expect(queuedAt(run, id, "refund").queued).toEqual({ final: false });
  });

  it("the same key finds it again, at the stand-in and at home", () => {
    const { run, us, id } = paid(false);
    us.operate(id, { kind: "refund", amount: 4n });
    expect(us.operate(id, { kind: "refund", amount: 4n })).toBe("replay of queued");
    run.operate(id, { kind: "refund", amount: 3n, key: "at home" });
    expect(us.operate(id, { kind: "refund", amount: 3n, key: "at home" })).toBe("replay of completed");
  });

  it("says queued for ever to whoever asked, whatever the home has made of it", () => {
    const { run, us, id } = paid(false);
    us.operate(id, { kind: "refund", amount: 4n });
    const entry = queuedAt(run, id, "refund");
    expect(firstOperationState(entry)).toBe("queued");
    expect(firstOperationState({ ...entry, origin: US, state: "completed" })).toBe("queued");
    expect(firstOperationState({ ...entry, origin: US, state: "declined", code: "nothing_to_refund" })).toBe("queued");
  });
});
