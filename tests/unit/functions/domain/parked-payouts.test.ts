import { describe, expect, it } from "vitest";
import {
  abandoned,
  executionNameOf,
  nextExecution,
  takenUp,
  whyParked,
} from "../../../../functions/domain/parked-payouts.ts";
import { stepPayout, type PayoutSaga } from "../../../../functions/domain/payout-saga.ts";

const id = `pay_eu_${"0".repeat(32)}`;
const saga: PayoutSaga = { step: "parked", sends: 1, asks: 0, failures: 0, idle: false, epoch: 1n };
const settled = { end: "settled" } as const;
const rejected = { end: "rejected", by: "screening" } as const;

describe("why a saga was parked", () => {
  it.each([
    ["never screened", { sends: 0 }, "screening_fails"],
    ["lost three times", { sends: 3 }, "bank_loses_it"],
    ["asked for days", { asks: 10 }, "outcome_unknown"],
    ["settled, not recorded", { end: settled }, "settlement_unrecorded"],
    ["rejected, not given back", { end: rejected }, "compensation_fails"],
    ["not parked at all", { step: "waiting" }, undefined],
  ] as const)("%s", (_, over, why) => {
    expect(whyParked({ ...saga, ...over })).toBe(why);
  });

  it("is what the alarm said", () => {
    const asking: PayoutSaga = { ...saga, step: "asking", sends: 3 };
    const { saga: after, commands } = stepPayout(asking, {
      event: "asked",
      answer: { answer: "not_known", epoch: 1n },
    });
    expect(commands).toEqual([{ do: "alarm", why: whyParked(after) }]);
  });
});

describe("a saga that is taken up", () => {
  it.each([
    ["asks where it may have left", { sends: 3 }, { step: "asking", sends: 1, idle: false }],
    ["is screened where nothing left", { sends: 0 }, { step: "screening", idle: false }],
    ["tells the ledger an end that is known", { end: settled }, { step: "ending", end: settled }],
    ["rests on where it rested", { step: "waiting", idle: true }, { step: "waiting", idle: true }],
    ["asks about what was being sent", { step: "submitting" }, { step: "asking", idle: true }],
  ] as const)("%s", (_, over, expected) => {
    expect(takenUp({ ...saga, ...over })).toMatchObject(expected);
  });
});

describe("a saga that is abandoned", () => {
  it("ends as rejected by an operator", () => {
    expect(abandoned(saga)).toMatchObject({
      ok: true,
      value: { step: "ending", end: { end: "rejected", by: "operator" } },
    });
  });

  it.each([
    ["with a known end", { end: settled }, "end_known"],
    ["that broke off", { step: "submitting" }, "not_parked"],
  ] as const)("is refused %s", (_, over, refusal) => {
    expect(abandoned({ ...saga, ...over })).toEqual({ ok: false, refusal });
  });
});

describe("names of executions", () => {
  it.each([
    [id, { payment: id, saga: id, round: 0 }, `${id}-r1`],
    [`${id}-r1`, { payment: id, saga: id, round: 1 }, `${id}-r2`],
    [`${id}-settled`, { payment: id, saga: `${id}-settled`, round: 0 }, `${id}-settled-r1`],
    [`${id}-rejected-r41`, { payment: id, saga: `${id}-rejected`, round: 41 }, `${id}-rejected-r42`],
  ] as const)("%s", (text, name, next) => {
    expect(executionNameOf(text)).toEqual(name);
    expect(nextExecution(name as never)).toBe(next);
  });

  it.each(["", "pay_eu_1", `${id}-r0`, `${id}-r1-settled`, `${id}x`, "canary"])("%s is none", (text) => {
    expect(executionNameOf(text)).toBeUndefined();
  });
});
