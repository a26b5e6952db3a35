import { describe, expect, it } from "vitest";
import { parseTenant, systemAccountId } from "../../../../functions/domain/ids.ts";
import { balanceKey, halfKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { inFlight, misposted, overdrawn, total, unbalanced } from "./audit.ts";
import { EU, given, US, USD, valueOf, whole, type DueHere, type World } from "./world.ts";

const OTHER = valueOf(parseTenant("other"));

/** Nothing is wrong with the books, and nothing is on its way any more. */
function expectSettled(world: World): void {
  expect(unbalanced(world.ledger)).toEqual([]);
  expect(misposted(world.ledger)).toEqual([]);
  expect(overdrawn(world.ledger)).toEqual([]);
  expect(Object.values(inFlight(world.ledger)).filter((net) => net !== 0n)).toEqual([]);
  expect(Object.values(total(world.ledger)).filter((sum) => sum !== 0n)).toEqual([]);
  expect([...world.due(EU), ...world.due(US)]).toEqual([]);
}

function onlyDue(world: World, cell = US): DueHere {
  const [due, ...others] = world.due(cell);
  if (due === undefined || others.length > 0) throw new Error("not exactly one entry is due");
  return due;
}

describe("a payment of 40 from eu to us", () => {
  it("is in flight until the payee's cell has credited it", () => {
    const world = given({ alice: { posted: 100n }, bob: { home: US } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    expect(inFlight(world.ledger)).toEqual({ "eu-us EUR": 40n });
    expect(total(world.ledger)).toEqual({ EUR: 0n });
    expect(world.answer(US, onlyDue(world))).toBe("credited");
    expect(world.figures("bob")).toBe("40/40/0");
    expect(world.entry(id)).toMatchObject({ state: "completed", refundable: 40n });
    expect(world.entry(id)).not.toHaveProperty("due");
    expectSettled(world);
  });

  it.each([
    ["is closed", { home: US, closed: true }],
    ["has another currency", { home: US, currency: USD }],
  ])("is sent back when the payee %s", (_, bob) => {
    const world = given({ alice: { posted: 100n }, bob });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    expect(world.drain()).toEqual(["returned", "credited_back"]);
    expect(world.figures("alice")).toBe("100/100/0");
    expect(world.figures("bob")).toBe("0/0/0");
    expect(world.entry(id)).toMatchObject({ state: "returned", refundable: 0n });
    expectSettled(world);
  });

  it("waits in suspense when neither the payee nor the payer can have it", () => {
    const world = given({ alice: { posted: 40n }, bob: { home: US, closed: true } });
    world.pay({ from: "alice", to: "bob", amount: 40n });
    expect(world.close("alice")).toBe("committed");
    expect(world.drain()).toEqual(["returned", "suspended"]);
    expect(world.figures("alice")).toBe("0/0/0");
    const suspense = world.ledger.get(balanceKey(systemAccountId(EU, "suspense", "EUR"))) ?? {};
    expect(suspense).toMatchObject({ posted: 40n, available: 40n, currency: "EUR", tenant: "platform" });
    expectSettled(world);
  });

  it("a second suspended payment adds to the first", () => {
    const world = given({ alice: { posted: 40n }, amy: { posted: 2n }, bob: { home: US, closed: true } });
    world.pay({ from: "alice", to: "bob", amount: 40n });
    world.pay({ from: "amy", to: "bob", amount: 2n });
    world.close("alice");
    world.close("amy");
    world.drain();
    expect(whole(world.ledger.get(balanceKey(systemAccountId(EU, "suspense", "EUR")))?.["posted"])).toBe(42n);
    expectSettled(world);
  });

  it.each([
    ["credited", { home: US }],
    ["returned", { home: US, closed: true }],
  ])("delivered again after it was %s is answered already", (outcome, bob) => {
    const world = given({ alice: { posted: 100n }, bob });
    world.pay({ from: "alice", to: "bob", amount: 40n });
    const due = onlyDue(world);
    expect(world.answer(US, due)).toBe(outcome);
    expect(world.answer(US, due)).toBe("answered");
    world.drain();
    expect(world.answer(US, due)).toBe("answered");
    expectSettled(world);
  });

  it("a return delivered twice credits the payer once", () => {
    const world = given({ alice: { posted: 100n }, bob: { home: US, closed: true } });
    world.pay({ from: "alice", to: "bob", amount: 40n });
    world.answer(US, onlyDue(world));
    const back = onlyDue(world, EU);
    expect(world.answer(EU, back)).toBe("credited_back");
    expect(world.answer(EU, back)).toBe("answered");
    expect(world.figures("alice")).toBe("100/100/0");
    expectSettled(world);
  });
});

describe("a capture of 15 of 40 from eu to us", () => {
  const captured = (bob: Parameters<typeof given>[0][string]) => {
    const world = given({ alice: { posted: 100n }, bob });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, manual: true });
    expect(world.due(US)).toEqual([]);
    expect(world.operate(id, { kind: "capture", amount: 15n })).toBe("processing");
    return { world, id };
  };

  it("is credited by the payee's cell while the rest stays held", () => {
    const { world, id } = captured({ home: US });
    expect(world.drain()).toEqual(["credited"]);
    expect([world.figures("alice"), world.figures("bob")]).toEqual(["60/85/25", "15/15/0"]);
    expect(world.entry(id, "capture")).toMatchObject({ state: "completed" });
    expect(world.entry(id)).toMatchObject({ state: "authorized", captured: 15n, refundable: 15n });
    expectSettled(world);
  });

  it("is sent back to what is available when the payee cannot have it", () => {
    const { world, id } = captured({ home: US, closed: true });
    expect(world.drain()).toEqual(["returned", "credited_back"]);
    expect(world.figures("alice")).toBe("75/100/25");
    expect(world.entry(id, "capture")).toMatchObject({ state: "returned" });
    expect(world.entry(id)).toMatchObject({ state: "authorized", captured: 15n, refundable: 0n });
    expectSettled(world);
  });

  it("and another of 25 are answered apart", () => {
    const { world, id } = captured({ home: US });
    expect(world.operate(id, { kind: "capture", amount: 25n, key: "second" })).toBe("processing");
    expect(world.drain()).toEqual(["credited", "credited"]);
    expect([world.figures("alice"), world.figures("bob")]).toEqual(["60/60/0", "40/40/0"]);
    expect(world.ledger.get(halfKey(US, id, undefined))).toBeUndefined();
    expectSettled(world);
  });
});

describe("a refund of 15 of 40 paid from eu to us", () => {
  const refunded = (meanwhile: (world: World) => void = () => {}, tenant = undefined as typeof OTHER | undefined) => {
    const world = given({ alice: { posted: 100n }, bob: { home: US }, carol: { home: US } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    world.drain();
    meanwhile(world);
    const ask = { kind: "refund", amount: 15n } as const;
    expect(world.operate(id, tenant === undefined ? ask : { ...ask, tenant })).toBe("processing");
    expect(world.entry(id)).toMatchObject({ refundable: 25n });
    return { world, id };
  };

  it("is debited by the payee's cell, then credited to the payer", () => {
    const { world, id } = refunded();
    expect(world.drain()).toEqual(["debited", "credited_back"]);
    expect([world.figures("alice"), world.figures("bob")]).toEqual(["75/75/0", "25/25/0"]);
    expect(world.entry(id, "refund")).toMatchObject({ state: "completed" });
    expect(world.entry(id)).toMatchObject({ state: "completed", captured: 40n, refundable: 25n });
    expectSettled(world);
  });

  it.each([
    ["has spent it", (world: World) => world.pay({ from: "bob", to: "carol", amount: 26n }), undefined],
    [
      "has closed",
      (world: World) => {
        world.pay({ from: "bob", to: "carol", amount: 40n });
        world.close("bob");
      },
      undefined,
    ],
    ["is another tenant's", () => {}, OTHER],
  ])("is refused when the payee %s, and can be asked for again", (_, meanwhile, tenant) => {
    const { world, id } = refunded(meanwhile, tenant);
    const alice = world.figures("alice");
    expect(world.drain()).toEqual(["refused", "released"]);
    expect(world.figures("alice")).toBe(alice);
    expect(world.entry(id, "refund")).toMatchObject({ state: "refused" });
    expect(world.entry(id)).toMatchObject({ refundable: 40n });
    expectSettled(world);
  });

  it("goes to suspense when the payer has closed", () => {
    const { world, id } = refunded((before) => {
      before.pay({ from: "alice", to: "carol", amount: 60n });
      before.drain();
      expect(before.close("alice")).toBe("committed");
    });
    expect(world.drain()).toEqual(["debited", "suspended"]);
    expect(world.entry(id, "refund")).toMatchObject({ state: "completed" });
    expectSettled(world);
  });

  it("is limited while the payee's account knows a newer authority, and waits", () => {
    const world = given({ alice: { posted: 100n }, bob: { home: US, balance: { epoch: 9n } } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    world.drain();
    world.operate(id, { kind: "refund" });
    const due = onlyDue(world);
    expect(world.answer(US, due)).toBe("limited");
    expect(world.due(US)).toEqual([due]);
  });

  it("delivered again is answered already, at every step", () => {
    const { world } = refunded();
    const asked = onlyDue(world);
    world.answer(US, asked);
    expect(world.answer(US, asked)).toBe("answered");
    const back = onlyDue(world, EU);
    world.answer(EU, back);
    expect(world.answer(EU, back)).toBe("answered");
    expect(world.answer(US, asked)).toBe("answered");
    expect(world.figures("alice")).toBe("75/75/0");
    expectSettled(world);
  });
});

describe("a refund that would overtake its payment", () => {
  it("waits until the payee was paid, so that nobody pays it from other money", () => {
    const world = given({ alice: { posted: 100n }, bob: { home: US, posted: 40n } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    expect(world.operate(id, { kind: "refund" })).toBe("wait");
    expect(world.operate(id, { kind: "refund", key: "part", amount: 1n })).toBe("wait");
    expect(world.operate(id, { kind: "refund", key: "more", amount: 41n })).toBe("declined refund_exceeds_captured");
    world.drain();
    expect(world.operate(id, { kind: "refund" })).toBe("processing");
    world.drain();
    expect(world.figures("alice")).toBe("100/100/0");
    expect(world.figures("bob")).toBe("40/40/0");
    expectSettled(world);
  });
});

describe("noting an answer", () => {
  it("twice changes nothing the second time", () => {
    const world = given({ alice: { posted: 100n }, bob: { home: US } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    world.drain();
    const before = world.ledger.get(paymentKey(EU, id));
    expect(before).not.toHaveProperty("dueAt");
    world.drain();
    expect(world.ledger.get(paymentKey(EU, id))).toEqual(before);
  });
});
