import { describe, expect, it } from "vitest";
import type { Checker } from "../../../../drills/checkers/checker.ts";
import { auditLedger, payoutCheckers } from "../../../../drills/checkers/index.ts";
import { viewLedger } from "../../../../drills/checkers/ledger-view.ts";
import {
  acknowledgedPayouts,
  type BankPayment,
  type PayoutExecution,
  type StoredPayouts,
} from "../../../../drills/checkers/payout-books.ts";
import { payoutsEndAsBanksSay } from "../../../../drills/checkers/payouts-end-as-banks-say.ts";
import { payoutsLeaveOnce } from "../../../../drills/checkers/payouts-leave-once.ts";
import { payoutsStoppedAreListed } from "../../../../drills/checkers/payouts-stopped-are-listed.ts";
import { parseBankReason } from "../../../../functions/domain/bank-answers.ts";
import { holdKey, paymentKey, payoutOutcomeKey } from "../../../../functions/domain/keys.ts";
import { paymentFrom } from "../../../../functions/domain/payments.ts";
import { endPayout, endToEndIdOf, railsAccount, type PayoutEnd } from "../../../../functions/domain/payouts.ts";
import { createLedger, currency, eu, names, payment, withChange } from "./states.ts";

const REJECTED: PayoutEnd = { end: "rejected", by: "bank", reason: parseBankReason("AC04") };
const paidOut = {
  settled: payment("eu", 11),
  rejected: payment("eu", 12),
  screened: payment("eu", 13),
  parked: payment("eu", 14),
  disputed: payment("eu", 15),
};

/** Five payouts of 4.00 EUR, each with another fate. */
function ledgerOf() {
  const ledger = createLedger();
  ledger.open(names.settlement, "settlement");
  ledger.open(names.payer, "customer");
  ledger.open(railsAccount(eu, currency), "rails");
  ledger.pay(names.funding, names.settlement, names.payer, 10_000n);
  for (const id of Object.values(paidOut)) {
    ledger.pay(id, names.payer, railsAccount(eu, currency), 400n, "manual");
  }
  const end = (id: (typeof paidOut)["settled"], how: PayoutEnd): void => {
    const outcome = ledger.item(payoutOutcomeKey(eu, id));
    const known = Object.keys(outcome).length === 0 ? undefined : outcome;
    const entry = paymentFrom(ledger.item(paymentKey(eu, id)));
    const decided = endPayout(entry, known, how, { cell: eu, epoch: 1n, at: 5_000n });
    if (decided.decision === "done") throw new Error("It has ended.");
    ledger.apply(decided.decision === "disputed" ? [decided.write] : decided.steps.map(({ write }) => write));
  };
  end(paidOut.settled, { end: "settled" });
  end(paidOut.rejected, REJECTED);
  end(paidOut.screened, { end: "rejected", by: "screening" });
  end(paidOut.disputed, { end: "settled" });
  end(paidOut.disputed, REJECTED);
  return ledger.state();
}

const state = ledgerOf();

const book = (id: (typeof paidOut)["settled"], more: Partial<BankPayment>): BankPayment => ({
  endToEndId: endToEndIdOf(id),
  amount: "4.00",
  currency: "EUR",
  received: 1,
  verdict: "settled",
  said: [],
  ...more,
});

const bank = {
  settled: book(paidOut.settled, {}),
  rejected: book(paidOut.rejected, { verdict: "rejected" }),
  parked: book(paidOut.parked, { verdict: "pending" }),
  disputed: book(paidOut.disputed, {
    said: [
      { verdict: "settled", heard: true },
      { verdict: "rejected", heard: true },
    ],
  }),
};

const ran = (name: string, status: PayoutExecution["status"] = "succeeded"): PayoutExecution => ({ name, status });
const executions: readonly PayoutExecution[] = [
  ran(paidOut.settled),
  ran(paidOut.rejected),
  ran(paidOut.screened),
  ran(paidOut.parked, "stopped"),
  ran(paidOut.disputed),
  ran(`${paidOut.disputed}-rejected`),
];
const acknowledged = new Set<string>(Object.values(paidOut));

function faults(checker: Checker, more: Partial<StoredPayouts>, ledger = state): readonly string[] {
  const payouts = { bank: Object.values(bank), executions, acknowledged, ...more };
  return checker.check(viewLedger({ ...ledger, payouts })).map(({ fault }) => fault);
}

describe("payouts, whatever became of them", () => {
  it("are as their banks say, and judged only where banks were asked", () => {
    for (const checker of payoutCheckers) expect(faults(checker, {})).toEqual([]);
    const judged = (ledger: typeof state) => auditLedger(ledger).map(({ checker }) => checker.name);
    const payouts = { bank: Object.values(bank), executions, acknowledged };
    expect(judged({ ...state, payouts })).toEqual([...judged(state), ...payoutCheckers.map(({ name }) => name)]);
  });

  it("leave once, with what is held for them", () => {
    const twice = { ...bank, settled: { ...bank.settled, received: 2 } };
    expect(faults(payoutsLeaveOnce, { bank: Object.values(twice) })).toEqual([
      `The payout ${paidOut.settled} was sent 2 times.`,
    ]);
    const more = { ...bank, settled: { ...bank.settled, amount: "40.00" } };
    expect(faults(payoutsLeaveOnce, { bank: Object.values(more) })).toEqual([
      `The payout ${paidOut.settled} is about 4.00 EUR, its bank has 40.00 EUR.`,
    ]);
    const nobodys = { ...bank.settled, endToEndId: "0".repeat(32) };
    expect(faults(payoutsLeaveOnce, { bank: [...Object.values(bank), nobodys] })).toEqual([
      `A bank has ${"0".repeat(32)}, which no ledger holds.`,
    ]);
  });

  it.each<[string, keyof typeof bank, Partial<BankPayment>, string]>([
    ["settled what was rejected", "settled", { verdict: "rejected" }, "has ended settled, its bank says rejected."],
    ["gave back what was paid", "rejected", { verdict: "settled" }, "has ended rejected, its bank says settled."],
    ["ended what is not decided", "settled", { verdict: "pending" }, "has ended settled, its bank says pending."],
    [
      "let fall what a bank said later",
      "settled",
      { said: [{ verdict: "rejected", heard: true }] },
      "has ended settled, and nothing tells that its bank said rejected.",
    ],
  ])("show who %s", (_, which, more, fault) => {
    const books = { ...bank, [which]: { ...bank[which], ...more } };
    expect(faults(payoutsEndAsBanksSay, { bank: Object.values(books) })).toEqual([
      `The payout ${paidOut[which]} ${fault}`,
    ]);
  });

  it.each([
    ["may be contradicted where a call back's execution has stopped", `${paidOut.settled}-rejected`, []],
    ["may be contradicted where the saga has stopped", paidOut.settled, []],
    [
      "may not where another execution has stopped",
      `${paidOut.settled}-settled`,
      [`The payout ${paidOut.settled} has ended settled, and nothing tells that its bank said rejected.`],
    ],
  ])("%s", (_, name, found) => {
    const heard = { ...bank.settled, said: [{ verdict: "rejected", heard: true }] as const };
    const stopped = [...executions.filter((one) => one.name !== name), ran(name, "stopped")];
    const books = [...Object.values(bank).slice(1), heard];
    expect(faults(payoutsEndAsBanksSay, { bank: books, executions: stopped })).toEqual(found);
  });

  it("may be contradicted unheard", () => {
    const unheard = { ...bank.settled, said: [{ verdict: "rejected", heard: false }] as const };
    expect(faults(payoutsEndAsBanksSay, { bank: [...Object.values(bank).slice(1), unheard] })).toEqual([]);
  });

  it("do not leave where the screening has rejected them, or nobody knows of them", () => {
    const books = [...Object.values(bank), book(paidOut.screened, {})];
    expect(faults(payoutsEndAsBanksSay, { bank: books })).toEqual([
      `The payout ${paidOut.screened} did not pass the screening, and was sent.`,
    ]);
    expect(faults(payoutsEndAsBanksSay, { bank: Object.values(bank).slice(1) })).toEqual([
      `The payout ${paidOut.settled} has ended settled, its bank has nothing of it.`,
    ]);
  });

  it("keep how they ended, and only once they have", () => {
    const forgotten = withChange(state, payoutOutcomeKey(eu, paidOut.settled), () => undefined);
    expect(faults(payoutsEndAsBanksSay, {}, forgotten)).toEqual([
      `The payout ${paidOut.settled} is captured, its outcome is not kept.`,
    ]);
    const otherwise = withChange(state, payoutOutcomeKey(eu, paidOut.parked), () => ({ end: "rejected" }));
    expect(faults(payoutsEndAsBanksSay, {}, otherwise)).toEqual([
      `The payout ${paidOut.parked} has ended rejected, but is authorized.`,
    ]);
  });

  it("that wait are listed, held whole, and nothing goes on for ever", () => {
    expect(faults(payoutsStoppedAreListed, { executions: [] })).toEqual([
      `The payout ${paidOut.parked} has not ended, and nobody is told that it waits.`,
    ]);
    expect(faults(payoutsStoppedAreListed, { executions: [...executions, ran(paidOut.parked, "running")] })).toEqual([
      `The execution ${paidOut.parked} goes on for ever.`,
    ]);
    expect(faults(payoutsStoppedAreListed, { executions: [...executions, ran("m17")] })).toEqual([
      "No list shows the execution m17.",
    ]);
    const hold = holdKey(eu, names.payer, paidOut.parked);
    const half = withChange(state, hold, (item) => ({ ...item, remaining: 200n }));
    expect(faults(payoutsStoppedAreListed, {}, half)).toEqual([
      `The payout ${paidOut.parked} has not ended, and holds 200 of 400.`,
    ]);
  });

  it("that were acknowledged are there", () => {
    const lost = payment("eu", 99);
    const call = { call: 1, cell: "eu", tenant: "shop", method: "POST", path: "/v1/accounts/a/payouts" } as const;
    const reply = { status: 201, body: { object: "payout", id: lost } };
    const told = acknowledgedPayouts([
      { type: "ok", at: 1, ...call, reply },
      { type: "ok", at: 2, ...call, reply: { status: 402 } },
    ]);
    expect(faults(payoutsStoppedAreListed, { acknowledged: told })).toEqual([
      `The payout ${lost} was acknowledged, but no ledger has it.`,
    ]);
  });
});
