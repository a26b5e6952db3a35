import { describe, expect, it } from "vitest";
import { parseBankReason } from "../../../../../functions/domain/bank-answers.ts";
import type { HalfEntry, PaymentEntry } from "../../../../../functions/domain/entries.ts";
import { parseReport, REPORTS } from "../../../../../functions/domain/reports/catalogue.ts";
import { flaggedPayments, looksTakenApart } from "../../../../../functions/domain/reports/flagged-payments.ts";
import { inFlight, waitingAt } from "../../../../../functions/domain/reports/in-flight.ts";
import { paymentStatistics } from "../../../../../functions/domain/reports/payment-statistics.ts";
import { personalDataAccess } from "../../../../../functions/domain/reports/personal-data-access.ts";
import { safeguarding } from "../../../../../functions/domain/reports/safeguarding.ts";
import { REPORTED_ATTRIBUTES, vaultRecordOf } from "../../../../../functions/domain/reports/vault-records.ts";
import { accessKey, screeningKey } from "../../../../../functions/domain/vault-keys.ts";
import { reportedAttributes } from "../../../../../infra/plan/report-grants.ts";
import { EU, EUR, US } from "../world.ts";
import { ana, ben, day, january, known, operated, paid, rails, rowsOf, settlement, sue } from "./material.ts";

const half = (payment: PaymentEntry, over: Partial<HalfEntry> = {}): HalfEntry => ({
  kind: "half",
  payment: payment.id,
  origin: EU,
  outcome: "credited",
  amount: payment.amount,
  currency: EUR,
  postings: [
    { account: "us#transit#eu#0", amount: 0n - payment.amount },
    { account: payment.payee, amount: payment.amount },
  ],
  at: day(12),
  ...over,
});

describe("asking for a report", () => {
  it.each([
    ["one that there is", { name: "safeguarding" }, undefined],
    ["of one cell", { name: "in-flight", cell: "us" }, undefined],
    ["of the present month", { name: "safeguarding", month: "2027-02" }, undefined],
    ["an unknown one", { name: "profits" }, "report_unknown"],
    ["of an unknown cell", { name: "safeguarding", cell: "ap" }, "cell_unknown"],
    ["of what is no cell", { name: "safeguarding", cell: "EU!" }, "cell_unknown"],
    ["of no month", { name: "safeguarding", month: "2027-13" }, "month_malformed"],
    ["of a future month", { name: "safeguarding", month: "2027-03" }, "month_not_begun"],
  ])("%s", (_, request, refusal) => {
    const parsed = parseReport(request, [EU, US], day(32));
    expect(parsed.ok ? undefined : parsed.refusal).toBe(refusal);
  });

  it("covers the present month up to now, and a past one whole", () => {
    const scope = (month?: string) => {
      const parsed = parseReport({ name: "safeguarding", month }, [EU], day(32));
      return parsed.ok ? [parsed.value.scope.from, parsed.value.scope.to] : [];
    };
    expect(scope()).toEqual([day(32, 0), day(32)]);
    expect(scope("2027-01")).toEqual([day(1, 0), day(32, 0)]);
  });
});

describe("safeguarding", () => {
  const funding = known(paid({ payee: ana, at: day(2) }, 50_000, settlement));
  const position = (...payments: Parameters<typeof known>[0][]) =>
    rowsOf(safeguarding, "positions", [funding, ...payments.map((one) => known(one))])[0];

  it.each([
    ["money that came in", [], { customers: 50_000n, required: 50_000n, safeguarded: 50_000n, shortfall: 0n }],
    ["a payment within the home", [paid()], { customers: 50_000n, safeguarded: 50_000n, shortfall: 0n }],
    [
      "a payment to another cell",
      [paid({ payee: sue })],
      { customers: 49_000n, owed_to_other_cells: 1_000n, shortfall: 0n },
    ],
    [
      "money that left by the rails",
      [paid({ payee: rails })],
      { customers: 49_000n, paid_out: 1_000n, safeguarded: 49_000n },
    ],
    ["what came after the period", [paid({ payee: rails, at: day(32) })], { customers: 50_000n, paid_out: 0n }],
    [
      "an overdraft, which no other customer's money covers",
      [paid({ payee: rails }, 3_000, ben)],
      { customers: 50_000n, overdrawn_by_customers: 3_000n, safeguarded: 47_000n, shortfall: 3_000n },
    ],
  ] as const)("counts %s", (_, payments, expected) => {
    expect(position(...payments)).toMatchObject(expected);
  });

  it("shows each day's end, what was before the month included", () => {
    const gathering = safeguarding.begin(january());
    gathering.payment?.(known(paid({ payee: ana, at: day(0) }, 50_000, settlement)));
    gathering.payment?.(known(paid({ payee: rails, at: day(3) }, 20_000)));
    const [plot] = gathering.body().plots;
    const safeguarded = plot?.series.find(({ name }) => name === "safeguarded")?.days ?? [];
    expect(safeguarded.length).toBe(31);
    expect([...new Set(safeguarded)]).toEqual([50_000n, 30_000n]);
    expect(safeguarded[1]).toBe(50_000n);
    expect(safeguarded[2]).toBe(30_000n);
  });

  it("covers a cell's own books alone", () => {
    const payment = paid({ payee: sue });
    const payments = [known(payment, [[US, half(payment)]])];
    expect(rowsOf(safeguarding, "positions", payments, january([US]))).toMatchObject([
      { cell: "us", customers: 1_000n, owed_to_other_cells: -1_000n, required: 0n, safeguarded: 0n },
    ]);
  });
});

describe("payment statistics", () => {
  const byBank = { end: "rejected", by: "bank", reason: parseBankReason("FRAD") } as const;
  const byScreening = { end: "rejected", by: "screening" } as const;
  const payout = { payee: rails, capture: "manual", state: "voided" } as const;

  it.each([
    ["an internal payment", known(paid()), { channel: "internal", state: "completed", count: 1n, amount: 1_000n }],
    ["money coming in", known(paid({ payee: ana }, 5, settlement)), { channel: "funding", amount: 5n }],
    ["one under way to another cell", known(paid({ payee: sue })), { channel: "between_cells", state: "processing" }],
    ["a payout", known(paid({ ...payout, state: "captured" })), { channel: "payout", state: "captured" }],
    ["a decline", known(paid({ code: "insufficient_funds", state: "declined" })), { state: "declined" }],
  ])("count %s", (_, payment, expected) => {
    expect(rowsOf(paymentStatistics, "payments", [payment])).toMatchObject([expected]);
  });

  it.each([
    [
      "the ledger",
      known(paid({ code: "insufficient_funds", state: "declined" })),
      ["ledger", "insufficient_funds"],
      0n,
    ],
    ["a bank, for fraud", known(paid(payout), [], { end: byBank }), ["bank", "FRAD"], 1n],
    ["the screening", known(paid(payout), [], { end: byScreening }), ["screening", "screening"], 1n],
    [
      "an operator",
      known(paid(payout), [], { end: { end: "rejected", by: "operator" } }),
      ["operator", "operator"],
      0n,
    ],
  ] as const)("name who refused: %s", (_, payment, [by, reason], fraud) => {
    expect(rowsOf(paymentStatistics, "refusals", [payment])).toMatchObject([{ refused_by: by, reason, count: 1n }]);
    expect(rowsOf(paymentStatistics, "fraud", [payment])).toMatchObject([{ count: fraud, of_payments: 1n }]);
  });

  it("count refunds besides, and nothing of other months or homes", () => {
    const payment = paid();
    const refunded = known(payment, [[EU, operated(payment, { kind: "refund", amount: 400n })]]);
    const others = [known(paid({ at: day(0) })), known(paid({ at: day(32) })), known(paid({ payee: ana }, 7, sue))];
    expect(rowsOf(paymentStatistics, "payments", [refunded, ...others])).toMatchObject([
      { state: "completed", count: 1n },
      { state: "refunded", count: 1n, amount: 400n },
    ]);
    expect(rowsOf(paymentStatistics, "fraud", [refunded])).toMatchObject([{ of_payments: 1n }]);
  });
});

describe("payments that stand out", () => {
  const large = 1_000_000;
  it.each([
    ["a large one", [paid({}, large)], ["large_amount"]],
    ["one just below", [paid({}, large - 1)], []],
    [
      "three that are large together",
      [paid({}, 400_000), paid({}, 400_000), paid({}, 400_000)],
      Array(3).fill("taken_apart"),
    ],
    ["two", [paid({}, 900_000), paid({}, 900_000)], []],
    ["three on different days", [1, 2, 3].map((one) => paid({ at: day(one) }, 400_000)), []],
    ["three to different payees", [paid({}, 400_000), paid({}, 400_000), paid({ payee: sue }, 400_000)], []],
    ["a declined one", [paid({ code: "insufficient_funds", state: "declined" }, large)], []],
    ["money coming in", [paid({ payee: ana }, large, settlement)], []],
  ])("%s", (_, payments, rules) => {
    const rows = rowsOf(
      flaggedPayments,
      "payments",
      payments.map((one) => known(one)),
    );
    expect(rows.map(({ rule }) => rule)).toEqual(rules);
  });

  it("are large by their own currency's decimals", () => {
    // Yen have none.
    const yen = ["JPY"].map((currency) => ({ amount: 4_000n, currency }) as Pick<PaymentEntry, "amount" | "currency">);
    expect(looksTakenApart([...yen, ...yen, ...yen])).toBe(true);
  });

  it("are those that the screening stopped, each with all its rules", () => {
    const payment = paid({ payee: rails, capture: "manual", state: "voided" });
    const item = {
      verdict: "hit",
      at: "2027-01-10T12:00:01.000Z",
      hits: [{ rule: "name_tokens", party: "EU.1", percent: 80n }],
      breaches: [{ rule: "count_per_day", would: 4n, max: 3n }],
    };
    const record = vaultRecordOf(screeningKey(payment.id), item);
    const gathering = flaggedPayments.begin(january());
    if (record?.is === "screening") gathering.screening?.(record.screening);
    gathering.payment?.(known(payment));
    expect(gathering.body().tables[0]?.rows).toMatchObject([
      { payment: payment.id, rule: "count_per_day", detail: "would come to 4, the most is 3" },
      { payment: payment.id, rule: "name_tokens", detail: "listed as EU.1 (80 % of the name)" },
    ]);
  });
});

describe("payments day by day", () => {
  it("are drawn as counts, and as amounts of each currency", () => {
    const gathering = paymentStatistics.begin(january());
    gathering.payment?.(known(paid({ at: day(2) })));
    gathering.payment?.(known(paid({ at: day(2), code: "insufficient_funds", state: "declined" }, 500)));
    const { plots } = gathering.body();
    const second = plots.map(({ name, currency, series }) => [
      name,
      currency,
      ...series.map((one) => [one.name, one.days[1]]),
    ]);
    expect(second).toEqual([
      ["per day", undefined, ["accepted", 1n], ["refused", 1n]],
      ["EUR per day", "EUR", ["accepted", 1_000n], ["refused", 500n]],
    ]);
  });
});

describe("what is in flight", () => {
  const crossing = paid({ payee: sue });
  const held = paid({ capture: "manual", state: "authorized" });
  it.each([
    ["an internal payment", known(paid()), day(11), undefined],
    ["a credit in another cell", known(crossing), day(11), "credit"],
    ["one that was credited later", known(crossing, [[US, half(crossing)]]), day(11), "credit"],
    ["one that was credited", known(crossing, [[US, half(crossing)]]), day(13), undefined],
    ["one that came back", known(crossing, [[US, half(crossing, { outcome: "returned" })]]), day(13), undefined],
    ["a payment before it began", known(crossing), day(9), undefined],
    ["a hold", known(held), day(11, 0), "authorization"],
    ["one that was captured", known(held, [[EU, operated(held)]]), day(12), undefined],
    ["one that was voided later", known(held, [[EU, operated(held, { kind: "void" })]]), day(11, 0), "authorization"],
    ["a payout", known(paid({ payee: rails, capture: "manual", state: "authorized" })), day(11), "payout"],
    ["a decline", known(paid({ payee: sue, code: "insufficient_funds", state: "declined" })), day(11), undefined],
  ] as const)("%s", (_, payment, at, expected) => {
    expect(waitingAt(payment, payment.view.payment, at)).toBe(expected);
  });

  it("is counted by age", () => {
    const scope = january([EU, US], day(11));
    const young = paid({ payee: sue, at: day(11) - 3_599_999n });
    const old = paid({ payee: rails, capture: "manual", state: "authorized", at: day(3) });
    const rows = rowsOf(inFlight, "ages", [known(crossing), known(young), known(old)], scope);
    expect(rows.filter(({ count }) => count !== 0n)).toEqual([
      { waits_for: "credit", age: "under an hour", count: 1n },
      { waits_for: "credit", age: "days", count: 1n },
      { waits_for: "payout", age: "a week or more", count: 1n },
    ]);
    expect(rows.length).toBe(8);
  });

  it("is told with its age, and with what cells owe one another", () => {
    const scope = january([EU, US], day(11));
    expect(rowsOf(inFlight, "totals", [known(crossing)], scope)).toMatchObject([
      { cell: "eu", waits_for: "credit", count: 1n, amount: 1_000n, oldest_hours: 24n },
    ]);
    expect(rowsOf(inFlight, "clearing", [known(crossing)], scope)).toEqual([
      { cell: "eu", owes: "us", currency: "EUR", amount: 1_000n },
    ]);
  });
});

describe("access to personal data", () => {
  const { id } = paid();
  const look = (at: string, item: Record<string, string>) => vaultRecordOf(accessKey(id, at, "1"), item);

  it("lists operators one by one, and everybody by purpose", () => {
    const gathering = personalDataAccess.begin(january());
    for (const record of [
      look("2027-01-10T12:00:00.000Z", { purpose: "screening" }),
      look("2027-01-10T12:00:01.000Z", { purpose: "sending" }),
      look("2027-01-31T12:00:00.000Z", { purpose: "showing", by: "operator a", why: "ticket 7" }),
      look("2027-02-01T00:00:00.000Z", { purpose: "showing", by: "operator a", why: "ticket 8" }),
    ]) {
      if (record?.is === "access") gathering.access?.(record.access);
    }
    const [purposes, operators] = gathering.body().tables;
    expect(purposes?.rows).toEqual(
      ["screening", "sending", "showing"].map((purpose) => ({ cell: "eu", purpose, looks: 1n, payouts: 1n })),
    );
    expect(operators?.rows).toEqual([
      { at: "2027-01-31T12:00:00.000Z", by: "operator a", purpose: "showing", payout: id, why: "ticket 7" },
    ]);
  });

  it("reads no attribute that is not granted, and none that is a person's", () => {
    expect([...REPORTED_ATTRIBUTES]).toEqual([...reportedAttributes]);
    for (const secret of ["box", "key", "person", "token", "payout"]) expect(reportedAttributes).not.toContain(secret);
  });
});

it("every report has a name of its own, and says what it answers", () => {
  expect(new Set(REPORTS.map(({ name }) => name)).size).toBe(REPORTS.length);
  for (const { about, title } of REPORTS) expect(`${title} ${about}`).toMatch(/^[A-Z].+ .+\.$/);
});
