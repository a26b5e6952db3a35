import { describe, expect, it } from "vitest";
import { parseTenant, type PaymentId } from "../../../../functions/domain/ids.ts";
import { misposted, overdrawn, unbalanced } from "./audit.ts";
import { EU, given, NOW, US, valueOf, type AskedOperation, type Given, type World } from "./world.ts";

const OTHER = valueOf(parseTenant("other"));

/** alice has 100 and has paid bob 40, or has authorized it; each row changes what it says. */
interface Row {
  readonly name: string;
  readonly bob?: Given;
  readonly manual?: boolean;
  readonly before?: (world: World, payment: PaymentId) => void;
  readonly ask: AskedOperation;
  readonly at?: { readonly at?: bigint; readonly epoch?: bigint };
  readonly outcome: string;
  readonly state: string;
  readonly after: { readonly alice: string; readonly bob: string };
}

function check({ bob = {}, manual = false, before, ask, at, outcome, state, after }: Row): void {
  const world = given({ alice: { posted: 100n }, bob });
  const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, manual, expiresAt: NOW + 60_000n });
  before?.(world, id);
  expect(world.operate(id, ask, at)).toBe(outcome);
  expect({ alice: world.figures("alice"), bob: world.figures("bob") }).toEqual(after);
  expect(world.entry(id)).toMatchObject({ state });
  expect(unbalanced(world.ledger)).toEqual([]);
}

const capture = (amount?: bigint, final = false, key = "capture"): AskedOperation =>
  amount === undefined ? { kind: "capture", final, key } : { kind: "capture", amount, final, key };
const refund = (amount?: bigint, key = "refund"): AskedOperation =>
  amount === undefined ? { kind: "refund", key } : { kind: "refund", amount, key };

describe("a capture of 40 authorized", () => {
  it.each<Row>([
    {
      name: "of all of it",
      manual: true,
      ask: capture(),
      outcome: "completed",
      state: "captured",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "of a part, the rest staying held",
      manual: true,
      ask: capture(15n),
      outcome: "completed",
      state: "authorized",
      after: { alice: "60/85/25", bob: "15/15/0" },
    },
    {
      name: "of a part for good, the rest given back",
      manual: true,
      ask: capture(15n, true),
      outcome: "completed",
      state: "captured",
      after: { alice: "85/85/0", bob: "15/15/0" },
    },
    {
      name: "of exactly all of it by its amount",
      manual: true,
      ask: capture(40n),
      outcome: "completed",
      state: "captured",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "of one more than that",
      manual: true,
      ask: capture(41n),
      outcome: "declined capture_exceeds_authorization",
      state: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "of what an earlier capture left",
      manual: true,
      before: (world, id) => world.operate(id, capture(15n, false, "first")),
      ask: capture(),
      outcome: "completed",
      state: "captured",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "of more than an earlier capture left",
      manual: true,
      before: (world, id) => world.operate(id, capture(15n, false, "first")),
      ask: capture(26n),
      outcome: "declined capture_exceeds_authorization",
      state: "authorized",
      after: { alice: "60/85/25", bob: "15/15/0" },
    },
    {
      name: "for a payee in another cell",
      manual: true,
      bob: { home: US },
      ask: capture(15n),
      outcome: "processing",
      state: "authorized",
      after: { alice: "60/85/25", bob: "0/0/0" },
    },
    {
      name: "in the last millisecond",
      manual: true,
      ask: capture(),
      at: { at: NOW + 59_999n },
      outcome: "completed",
      state: "captured",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "once it has expired",
      manual: true,
      ask: capture(),
      at: { at: NOW + 60_000n },
      outcome: "declined authorization_expired",
      state: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "for a payee that has closed",
      manual: true,
      before: (world) => world.close("bob"),
      ask: capture(),
      outcome: "declined payee_closed",
      state: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "by an older authority",
      manual: true,
      ask: capture(),
      at: { epoch: 0n },
      outcome: "limited",
      state: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "once it is voided",
      manual: true,
      before: (world, id) => world.operate(id, { kind: "void" }),
      ask: capture(),
      outcome: "declined not_capturable",
      state: "voided",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "of a payment that was not held",
      ask: capture(),
      outcome: "declined not_capturable",
      state: "completed",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
  ])("$name: $outcome", check);
});

describe("a void of 40 authorized", () => {
  it.each<Row>([
    {
      name: "gives all of it back",
      manual: true,
      ask: { kind: "void" },
      outcome: "completed",
      state: "voided",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "gives back what a capture left, and the payment is captured",
      manual: true,
      before: (world, id) => world.operate(id, capture(15n)),
      ask: { kind: "void" },
      outcome: "completed",
      state: "captured",
      after: { alice: "85/85/0", bob: "15/15/0" },
    },
    {
      name: "works after the expiry too",
      manual: true,
      ask: { kind: "void" },
      at: { at: NOW + 60_000n },
      outcome: "completed",
      state: "voided",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "needs no open payee",
      manual: true,
      before: (world) => world.close("bob"),
      ask: { kind: "void" },
      outcome: "completed",
      state: "voided",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "of what is captured whole",
      manual: true,
      before: (world, id) => world.operate(id, capture()),
      ask: { kind: "void" },
      outcome: "declined not_voidable",
      state: "captured",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "of a payment that was not held",
      ask: { kind: "void" },
      outcome: "declined not_voidable",
      state: "completed",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
  ])("$name: $outcome", check);
});

describe("a refund of 40 paid", () => {
  it.each<Row>([
    {
      name: "of all of it",
      ask: refund(),
      outcome: "completed",
      state: "completed",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "of a part",
      ask: refund(15n),
      outcome: "completed",
      state: "completed",
      after: { alice: "75/75/0", bob: "25/25/0" },
    },
    {
      name: "of what an earlier refund left",
      before: (world, id) => world.operate(id, refund(15n, "first")),
      ask: refund(),
      outcome: "completed",
      state: "completed",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "of more than an earlier refund left",
      before: (world, id) => world.operate(id, refund(15n, "first")),
      ask: refund(26n),
      outcome: "declined refund_exceeds_captured",
      state: "completed",
      after: { alice: "75/75/0", bob: "25/25/0" },
    },
    {
      name: "of nothing left",
      before: (world, id) => world.operate(id, refund(40n, "first")),
      ask: refund(),
      outcome: "declined nothing_to_refund",
      state: "completed",
      after: { alice: "100/100/0", bob: "0/0/0" },
    },
    {
      name: "of more than was captured",
      manual: true,
      before: (world, id) => world.operate(id, capture(15n)),
      ask: refund(16n),
      outcome: "declined refund_exceeds_captured",
      state: "authorized",
      after: { alice: "60/85/25", bob: "15/15/0" },
    },
    {
      name: "of what is only authorized",
      manual: true,
      ask: refund(),
      outcome: "declined nothing_to_refund",
      state: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "that the payee has spent",
      before: (world) => world.pay({ from: "bob", to: "alice", amount: 1n }),
      ask: refund(),
      outcome: "declined insufficient_funds",
      state: "completed",
      after: { alice: "61/61/0", bob: "39/39/0" },
    },
    {
      name: "by somebody else than the payee, as if there were no payment",
      ask: { kind: "refund", tenant: OTHER },
      outcome: "not_found",
      state: "completed",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "from an account that a newer authority has written",
      ask: refund(),
      at: { epoch: 0n },
      outcome: "limited",
      state: "completed",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
    {
      name: "of a payment to another cell reserves it there",
      bob: { home: US },
      before: (world) => world.drain(),
      ask: refund(15n),
      outcome: "processing",
      state: "completed",
      after: { alice: "60/60/0", bob: "40/40/0" },
    },
  ])("$name: $outcome", check);

  it("to a payer who has closed is declined", () => {
    const world = given({ alice: { posted: 40n }, bob: {} });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    expect(world.close("alice")).toBe("committed");
    expect(world.operate(id, refund())).toBe("declined account_closed");
  });
});

describe("an operation", () => {
  it.each<AskedOperation>([capture(15n), { kind: "void" }, refund(15n)])("$kind is replayed by its key", (ask) => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, manual: ask.kind !== "refund" });
    world.operate(id, ask);
    const figures = [world.figures("alice"), world.figures("bob")];
    expect(world.operate(id, ask)).toBe(`replay of ${ask.kind}`);
    expect([world.figures("alice"), world.figures("bob")]).toEqual(figures);
  });

  it("declined is stored under its key", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, manual: true });
    world.operate(id, capture(41n));
    expect(world.entry(id, "capture")).toMatchObject({
      kind: "capture",
      state: "declined",
      code: "capture_exceeds_authorization",
      amount: 41n,
      postings: [],
    });
    expect(world.operate(id, capture(41n))).toBe("replay of capture");
  });

  it("captured, refunded and voided in turn leaves every figure right", () => {
    const world = given({ alice: { posted: 100n, home: EU }, bob: {} });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, manual: true });
    expect(world.operate(id, capture(10n, false, "c1"))).toBe("completed");
    expect(world.operate(id, refund(4n, "r1"))).toBe("completed");
    expect(world.operate(id, capture(20n, false, "c2"))).toBe("completed");
    expect(world.operate(id, { kind: "void" })).toBe("completed");
    expect(world.operate(id, refund(undefined, "r2"))).toBe("completed");
    expect(world.entry(id)).toMatchObject({ state: "captured", captured: 30n, refundable: 0n });
    expect(world.figures("alice")).toBe("100/100/0");
    expect(misposted(world.ledger)).toEqual([]);
    expect(overdrawn(world.ledger)).toEqual([]);
  });
});
