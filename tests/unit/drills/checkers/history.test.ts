import { describe, expect, it } from "vitest";
import { checkHistory, historyCheckers } from "../../../../drills/checkers/history.ts";
import { outcomeOf, type Call, type HistoryEvent, type Reply } from "../../../../drills/checkers/history-event.ts";
import { operationKey, paymentKey } from "../../../../functions/domain/keys.ts";
import { gone, replaced } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { eu, names, tenant, us, withChange } from "./states.ts";

const { payer, neighbour, abroad } = names;
const paying = `/v1/accounts/${payer}/payments`;
const state = evacuatedState();

let calls = 0;

/** One attempt and its answer; none: nobody knows. */
function attempt(at: number, cell: string, about: Partial<Call>, reply?: Reply): readonly HistoryEvent[] {
  const call = { call: (calls += 1), cell, tenant, method: "POST", path: paying, ...about } as const;
  const ended = { ...call, at: at + 10, type: outcomeOf(reply), ...(reply === undefined ? {} : { reply }) };
  return [{ type: "invoke", at, ...call }, ended];
}

function accepted(id: string, amount: number, payee: string, more: Readonly<Record<string, unknown>> = {}): Reply {
  const body = { object: "payment", id, source: payer, payee, amount, currency: "EUR", created_at: "then", ...more };
  return { status: 201, payment: id, body };
}

const limited: Reply = { status: 503, code: "limited", body: { retryable: true } };
const misdirected: Reply = { status: 421, code: "misdirected" };
const declined: Reply = { status: 422, code: "insufficient_funds" };
const queuedRefund: Reply = {
  status: 202,
  payment: evacuated.before,
  operation: evacuated.refund,
  body: { amount: 0, state: "queued" },
};
const refunding = { path: `/v1/payments/${evacuated.before}/refunds`, key: "k-refund", request: "r" };

/** What clients saw of the evacuation: lost answers, refusals in between, replays in either cell. */
const good: readonly HistoryEvent[] = [
  ...attempt(0, "eu", { key: "k1", request: "a" }, accepted(evacuated.before, 700, neighbour)),
  ...attempt(100, "eu", { key: "k2", request: "b" }),
  ...attempt(200, "us", { key: "k2", request: "b" }, misdirected),
  ...attempt(300, "us", { key: "k2", request: "b" }, limited),
  ...attempt(
    400,
    "us",
    { key: "k2", request: "b" },
    accepted(evacuated.duplicate, 300, abroad, { state: "completed" }),
  ),
  ...attempt(500, "us", { key: "k3", request: "c" }, accepted(evacuated.toHome, 1_000, neighbour)),
  ...attempt(600, "us", refunding, queuedRefund),
  // The home's own payment stands, and it tells its own time and state.
  ...attempt(
    900,
    "eu",
    { key: "k2", request: "b" },
    accepted(evacuated.duplicate, 300, abroad, { state: "processing" }),
  ),
  ...attempt(910, "eu", { key: "k3", request: "c" }, accepted(evacuated.toHome, 1_000, neighbour)),
  ...attempt(920, "eu", { key: "k3", request: "other" }, { status: 422, code: "idempotency_key_reused" }),
  ...attempt(930, "eu", refunding, queuedRefund),
  ...read(940, "eu", { as_of: "2026-01-01T00:00:05.000Z", state: "completed" }),
  ...read(990, "eu", { as_of: "2026-01-01T00:00:04.500Z", state: "completed" }),
];

function read(at: number, cell: string, body: Readonly<Record<string, unknown>>): readonly HistoryEvent[] {
  const about = { method: "GET", path: `/v1/payments/${evacuated.before}` } as const;
  return attempt(at, cell, about, { status: 200, body: { stale: false, ...body } });
}

function found(history: readonly HistoryEvent[], final = state, bounds = {}): Record<string, readonly string[]> {
  const broken = checkHistory(history, final, bounds).filter(({ breaches }) => breaches.length > 0);
  return Object.fromEntries(broken.map(({ checker, breaches }) => [checker.name, breaches.map(({ fault }) => fault)]));
}

it("finds nothing wrong with what clients saw of a whole evacuation", () => {
  expect(checkHistory(good, state, { healedAt: 800 }).map(({ checker }) => checker)).toEqual(historyCheckers);
  expect(found(good, state, { healedAt: 800, progressWithinMs: 50 })).toEqual({});
});

describe("an acknowledged payment", () => {
  it("is lost where its home has none", () => {
    const lost = withChange(state, paymentKey(eu, evacuated.toHome), gone);
    expect(found(good, lost)["acknowledged-is-kept"]?.[0]).toBe(
      `The payment ${evacuated.toHome} was acknowledged, but its home has none.`,
    );
  });

  it("is lost where its home has declined it", () => {
    const lost = withChange(state, paymentKey(eu, evacuated.toHome), replaced({ state: "declined" }));
    expect(found(good, lost)["acknowledged-is-kept"]?.[0]).toContain("its home has declined it.");
  });

  it("is another one where its figures differ", () => {
    const history = attempt(0, "eu", { key: "k1" }, accepted(evacuated.before, 701, neighbour));
    expect(found(history)).toEqual({
      "acknowledged-is-kept": [
        `The payment ${evacuated.before} was acknowledged as 701 EUR to ${neighbour}, but is 700 EUR to ${neighbour}.`,
      ],
    });
  });

  it("is the reversed one where its key was used for two requests", () => {
    const misused = withChange(state, paymentKey(us, evacuated.duplicate), replaced({ request: "v1:1", amount: 31n }));
    const history = attempt(0, "us", { key: "k2", request: "x" }, accepted(evacuated.duplicate, 31, abroad));
    expect(found(history, misused)).toEqual({});
  });
});

describe("an acknowledged operation", () => {
  const capturing = { path: `/v1/payments/${evacuated.authorized}/capture`, key: "k-capture" };
  const captured: Reply = {
    status: 201,
    payment: evacuated.authorized,
    operation: evacuated.capture,
    body: { amount: 150 },
  };

  it("is kept", () => {
    expect(found(attempt(0, "us", capturing, captured))).toEqual({});
  });

  it("is lost where its home has none", () => {
    const lost = withChange(state, operationKey(eu, evacuated.authorized, evacuated.capture), gone);
    expect(found(attempt(0, "us", capturing, captured), lost)).toEqual({
      "acknowledged-is-kept": [`The operation ${evacuated.capture} was acknowledged, but its home has none.`],
    });
  });

  it("is lost also where its home has reversed it and kept nothing under its key", () => {
    const reversal = { kind: "reversal", id: evacuated.reversal, payment: evacuated.authorized, origin: us };
    const lost = withChange(state, operationKey(eu, evacuated.authorized, evacuated.capture), gone);
    const key = operationKey(eu, evacuated.authorized, evacuated.reversal);
    const undone = withChange(lost, key, replaced({ ...reversal, state: "completed", postings: [] }));
    expect(found(attempt(0, "us", capturing, captured), undone)).toHaveProperty("acknowledged-is-kept");
  });

  it("is told in the end where it was queued", () => {
    const event = { pk: `eu#event#${payer}`, sk: `1970-01-01T00:00:09.001Z#operation.completed#${evacuated.refund}` };
    const history = attempt(0, "us", refunding, queuedRefund);
    expect(found(history, withChange(state, event, gone))).toEqual({
      "every-202-is-told": [`${evacuated.refund} of ${evacuated.before} was queued; no event tells its end.`],
    });
  });
});

describe("a key", () => {
  it("has one answer in every cell", () => {
    const other = attempt(
      990,
      "us",
      { key: "k3", request: "c" },
      accepted(evacuated.toHome, 1_000, neighbour, { x: 1 }),
    );
    expect(Object.keys(found([...good, ...other]))).toEqual(["same-key-same-answer"]);
  });

  it("is not declined after it was accepted, unless another cell could not know", () => {
    const key = { key: "k1", request: "a" };
    expect(Object.keys(found([...good, ...attempt(990, "eu", key, declined)]))).toEqual(["same-key-same-answer"]);
    const unseen = attempt(490, "eu", { key: "k3", request: "c" }, declined);
    expect(found([...unseen, ...good])).toEqual({});
  });

  it("may be queued by a cell that has not seen the home's decline, for the home to decline once more", () => {
    const none: Reply = { status: 422, code: "nothing_to_refund" };
    expect(found([...attempt(590, "eu", refunding, none), ...good])).toEqual({});
    const done = { ...queuedRefund, status: 201, body: { amount: 200, state: "completed" } };
    const history = [...attempt(590, "eu", refunding, none), ...attempt(600, "us", refunding, done)];
    expect(Object.keys(found(history))).toContain("same-key-same-answer");
  });

  it("of an operation may be declined by one of two cells that took its payment: one is reversed", () => {
    const refund = { path: `/v1/payments/${evacuated.duplicate}/refunds`, key: "k", request: "r" };
    const body = { amount: 200, state: "completed" };
    const done: Reply = { status: 201, payment: evacuated.duplicate, operation: "op_eu_1", body };
    const none: Reply = { status: 422, code: "nothing_to_refund" };
    const history = [...attempt(910, "eu", refund, none), ...attempt(920, "us", refund, done)];
    expect(found(history)["same-key-same-answer"]).toBeUndefined();
    const ofAnother = { ...done, payment: evacuated.before };
    const other = [...attempt(910, "eu", refund, none), ...attempt(920, "us", refund, ofAnother)];
    expect(found(other)["same-key-same-answer"]).toHaveLength(1);
  });

  it.each([
    ["may be queued by two stand-ins, each with its own time", "eu", {}, undefined],
    ["is not queued twice by one cell", "us", {}, 1],
    ["is not queued as two operations", "eu", { operation: "op_other" }, 1],
  ])("%s", (_, cell, more, faults) => {
    const later: Reply = { ...queuedRefund, body: { ...queuedRefund.body, created_at: "later" }, ...more };
    const history = [...attempt(600, "us", refunding, queuedRefund), ...attempt(930, cell, refunding, later)];
    expect(found(history)["same-key-same-answer"]?.length).toBe(faults);
  });

  it("of a file stands for the same payments, whose states go on", () => {
    const file = { path: `/v1/accounts/${payer}/payment_batches`, key: "k-file", request: "f" };
    const answer = (payment: string | null, status: string): Reply => ({
      status: 200,
      body: { object: "payment_batch", lines: [{ payment, status }] },
    });
    const begun = attempt(0, "eu", file, answer(null, "retry"));
    const paid = attempt(20, "eu", file, answer(evacuated.toHome, "processing"));
    const done = attempt(40, "eu", file, answer(evacuated.toHome, "completed"));
    expect(found([...begun, ...paid, ...done])["same-key-same-answer"]).toBeUndefined();
    const other = attempt(60, "eu", file, answer(evacuated.toStandIn, "completed"));
    expect(found([...paid, ...other])["same-key-same-answer"]).toHaveLength(1);
  });

  it("has one code where it was declined", () => {
    const key = { key: "k9", request: "z" };
    const closed: Reply = { status: 422, code: "account_closed" };
    const history = [...attempt(0, "eu", key, declined), ...attempt(50, "eu", key, closed)];
    expect(found(history)["same-key-same-answer"]?.[0]).toContain("422 insufficient_funds by eu, and then 422");
  });

  it("names one payment", () => {
    const key = { key: "k1", request: "other" };
    const again = attempt(990, "eu", key, accepted(evacuated.toStandIn, 200, abroad));
    expect(found([...good, ...again])["one-payment-per-key"]?.[0]).toContain("was acknowledged as 2 payments");
  });
});

describe("an accepted answer", () => {
  it.each([
    [{ amount: 701 }, "asked for amount 701 and was told of 700"],
    [{ amount: 700, payee: "acc_eu_00000000000000000000000000000000" }, "asked for payee acc_eu_0000"],
  ])("is about what was asked for: %j", (asked, fault) => {
    const key = { key: "k1", request: "b", ...asked };
    const history = [...good, ...attempt(990, "eu", key, accepted(evacuated.before, 700, neighbour))];
    expect(found(history)["answers-what-was-asked"]?.[0]).toContain(fault);
  });
});

describe("a fresh read at home", () => {
  it.each([
    [{ as_of: "2026-01-01T00:00:03.000Z" }, "as of 2026-01-01T00:00:03.000Z after 2026-01-01T00:00:05.000Z"],
    [{ state: "processing" }, "processing after completed"],
  ])("does not go back: %j", (body, fault) => {
    expect(found([...good, ...read(995, "eu", body)])).toMatchObject({
      "fresh-reads-monotone": [expect.stringContaining(fault)],
    });
  });

  it("says nothing of other cells, whose replicas may be behind", () => {
    expect(found([...good, ...read(995, "us", { state: "processing" })])).toEqual({});
  });
});

describe("progress after heal", () => {
  const stuck = [0, 20, 40].flatMap((at) => attempt(1_000 + at, "eu", { key: "k8", request: "s" }, limited));
  const later = attempt(2_000, "eu", { key: "k1", request: "a" }, accepted(evacuated.before, 700, neighbour));

  it("is missing where a key is refused beyond the bound", () => {
    const bounds = { healedAt: 900, progressWithinMs: 100 };
    expect(found([...good, ...stuck, ...later], state, bounds)["progress-after-heal"]).toEqual([
      `${tenant} POST ${paying} k8 was tried 3 times after heal and got no answer within 100 ms.`,
    ]);
  });

  it("is not judged before the bound is over", () => {
    expect(found([...good, ...stuck], state, { healedAt: 900, progressWithinMs: 500 })).toEqual({});
  });
});

it.each([
  [undefined, "unknown"],
  [{ status: 201 }, "ok"],
  [{ status: 422, code: "insufficient_funds" }, "ok"],
  [{ status: 409, code: "payee_not_credited" }, "fail"],
  [{ status: 421, code: "misdirected" }, "fail"],
  [{ status: 429 }, "fail"],
  [{ status: 503, code: "limited" }, "fail"],
  [{ status: 503, code: "unavailable" }, "unknown"],
  [{ status: 503 }, "unknown"],
  [{ status: 500, code: "internal_error" }, "unknown"],
  [{ status: 504 }, "unknown"],
] as const)("takes %j as %s", (reply, outcome) => {
  expect(outcomeOf(reply)).toBe(outcome);
});
