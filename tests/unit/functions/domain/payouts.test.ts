import { assert, constantFrom, property, string } from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { openAccount } from "../../../../functions/domain/accounts.ts";
import { parseBankReason } from "../../../../functions/domain/bank-answers.ts";
import { eventFrom, eventPartition } from "../../../../functions/domain/events.ts";
import { decideExpiry } from "../../../../functions/domain/expiry.ts";
import { parsePaymentId, type PaymentId } from "../../../../functions/domain/ids.ts";
import { balanceKey, holdKey, paymentKey, payoutOutcomeKey } from "../../../../functions/domain/keys.ts";
import type { HomeAuthority } from "../../../../functions/domain/lease.ts";
import { paymentFrom, takePayment } from "../../../../functions/domain/payments.ts";
import {
  endFrom,
  endPayout,
  endToEndIdOf,
  isPayout,
  maySend,
  paymentOfEndToEnd,
  payoutPayment,
  payoutStateOf,
  railsAccount,
  type PayoutEnd,
} from "../../../../functions/domain/payouts.ts";
import { ACME, EU, EUR, given, NOW, standingOf, US, valueOf, type World } from "./world.ts";

const SETTLED: PayoutEnd = { end: "settled" };
const REJECTED: PayoutEnd = { end: "rejected", by: "bank", reason: parseBankReason("AC04") };
const SCREENED: PayoutEnd = { end: "rejected", by: "screening" };
const standing = standingOf(EU);
const rails = railsAccount(EU, EUR);

let world: World;
let payout: PaymentId;

beforeEach(() => {
  world = given({ shop: { posted: 100n } });
  const opening = {
    id: rails,
    tenant: ACME,
    currency: EUR,
    kind: "rails",
    overdraftLimit: 0n,
    request: "v1:r",
  } as const;
  world.ledger.commit(EU, openAccount(opening, standing));
  const { payee: _, capture: __, ...asked } = world.request({ from: "shop", to: "shop", amount: 40n, key: "payout" });
  const request = payoutPayment(asked);
  payout = request.id;
  const steps = takePayment(request, standing);
  const taken = world.ledger.commit(
    EU,
    steps.map(({ write }) => write),
  );
  expect(taken.outcome).toBe("committed");
});

const stored = () => paymentFrom(world.ledger.get(paymentKey(EU, payout)) ?? {});

/** Ends the payout as a saga does, told in a word. */
function end(how: PayoutEnd, payment = stored()): string {
  const decided = endPayout(payment, world.ledger.get(payoutOutcomeKey(EU, payout)), how, standing);
  if (decided.decision === "done") return "done";
  const writes = decided.decision === "disputed" ? [decided.write] : decided.steps.map(({ write }) => write);
  return `${decided.decision} ${world.ledger.commit(EU, writes).outcome}`;
}

function railsPosted() {
  return world.ledger.get(balanceKey(rails))?.["posted"];
}

const events = () =>
  world.ledger
    .items()
    .filter(({ key }) => key.pk === eventPartition(world.account("shop")))
    .map(({ item }) => eventFrom(item).type);

describe("a payout", () => {
  it("holds its amount, and is told from other payments by whom it pays", () => {
    expect(world.figures("shop")).toBe("60/100/40");
    expect(isPayout(stored())).toBe(true);
    expect(isPayout({ payee: world.account("shop"), currency: EUR })).toBe(false);
    expect(payoutStateOf(stored())).toBe("processing");
  });

  it.each<[string, PayoutEnd, string, bigint, string, string]>([
    ["settled", SETTLED, "60/60/0", 40n, "settled", "payout.settled"],
    ["rejected by the bank", REJECTED, "100/100/0", 0n, "rejected", "payout.rejected"],
    ["rejected by the screening", SCREENED, "100/100/0", 0n, "rejected", "payout.rejected"],
  ])("%s ends once, in balance, and tells it", (_, how, figures, posted, state, event) => {
    expect(end(how)).toBe("write committed");
    expect(world.figures("shop")).toBe(figures);
    expect(railsPosted()).toBe(posted);
    expect(payoutStateOf(stored())).toBe(state);
    expect(endFrom(world.ledger.get(payoutOutcomeKey(EU, payout)))).toEqual(how);
    expect(events()).toEqual([event]);
    expect(end(how)).toBe("done");
    expect(events()).toEqual([event]);
  });

  it.each([
    [SETTLED, REJECTED, "60/60/0"],
    [REJECTED, SETTLED, "100/100/0"],
    [SCREENED, SETTLED, "100/100/0"],
  ])("ended by %j stays so whatever is said later (%j), which is kept once", (first, later, figures) => {
    end(first);
    expect(end(later)).toBe("disputed committed");
    expect(end(later)).toBe("disputed refused");
    expect(world.figures("shop")).toBe(figures);
    const disputes = world.ledger.items().filter(({ key }) => key.sk.startsWith("dispute#"));
    expect(disputes.map(({ item }) => [item["end"], item["amount"]])).toEqual([[later.end, 40n]]);
  });

  it("of two ends decided from the same reading only one is written", () => {
    const read = stored();
    const outcomes = [SETTLED, REJECTED].map((how) => {
      const decided = endPayout(read, undefined, how, standing);
      if (decided.decision !== "write") throw new Error(decided.decision);
      return world.ledger.commit(
        EU,
        decided.steps.map(({ write }) => write),
      ).outcome;
    });
    expect(outcomes).toEqual(["committed", "refused"]);
    expect(world.figures("shop")).toBe("60/60/0");
  });

  it.each([
    ["capture", "declined not_capturable"],
    ["void", "declined not_voidable"],
    ["refund", "declined nothing_to_refund"],
  ] as const)("is not the tenant's to %s, before or after its end", (kind, outcome) => {
    expect(world.operate(payout, { kind, key: "before" })).toBe(outcome);
    end(SETTLED);
    expect(world.operate(payout, { kind, key: "after" })).toBe(outcome);
    expect(world.figures("shop")).toBe("60/60/0");
  });

  it("is never expired: the bank may have paid it", () => {
    const hold = world.ledger.get(holdKey(EU, world.account("shop"), payout)) ?? {};
    const read = { hold, payment: stored(), operations: [], elsewhere: [] };
    const inACentury = { ...standing, at: NOW + 3_200_000_000_000n };
    expect(decideExpiry(read, inACentury)).toEqual({ decision: "wait" });
  });
});

describe("an end-to-end id", () => {
  it("has room on the rail and leads back to the payment", () => {
    const hex = string({ unit: constantFrom(..."0123456789abcdef".split("")), minLength: 32, maxLength: 32 });
    assert(
      property(constantFrom(EU, US), hex, (home, hash) => {
        const id = valueOf(parsePaymentId(`pay_${home}_${hash}`));
        expect(endToEndIdOf(id).length).toBeLessThanOrEqual(35);
        expect(paymentOfEndToEnd(home, endToEndIdOf(id))).toEqual({ ok: true, value: id });
      }),
    );
  });

  it.each(["", "NOTPROVIDED", "../../x", "0123"])("%j stands for no payment", (text) => {
    expect(paymentOfEndToEnd(EU, text).ok).toBe(false);
  });
});

describe("whether a payout may be sent", () => {
  const authority = (over: Partial<HomeAuthority> = {}): HomeAuthority => ({
    owner: EU,
    epoch: 3n,
    mode: "normal",
    ...over,
  });

  it.each<[string, Parameters<typeof maySend>, ReturnType<typeof maySend>]>([
    ["by its home that owns itself", [authority(), EU, EU, 3n], "send"],
    ["by its home after a takeover", [authority(), EU, EU, 1n], "ask_first"],
    ["by its home while another owns it", [authority({ owner: US }), EU, EU, 3n], "withhold"],
    ["by its home while it is on its way back", [authority({ mode: "returning" }), EU, EU, 3n], "withhold"],
    ["by a stand-in", [authority({ owner: US }), EU, US, 3n], "withhold"],
    ["without a reading", [undefined, EU, EU, 3n], "withhold"],
  ])("%s", (_, asked, outcome) => {
    expect(maySend(...asked)).toBe(outcome);
  });
});
