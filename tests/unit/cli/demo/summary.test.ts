import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../../cli/demo/pay-all.ts";
import { nextSteps, paymentTable, proof } from "../../../../cli/demo/report.ts";
import { judge } from "../../../../cli/demo/settling.ts";
import { quantile, summarize } from "../../../../cli/demo/summary.ts";
import { readDeployment } from "../../../../cli/deployment.ts";
import { netsOf, type LedgerState } from "../../../../drills/checkers/ledger-view.ts";
import type { AccountId, PaymentId } from "../../../../functions/domain/ids.ts";
import { cleanState, names, withChange, withReplicaChange } from "../../drills/checkers/states.ts";

const accepted = (id: PaymentId) => ({ is: "accepted", id }) as const;

function outcome(ms: number, answer: Outcome["answer"], payee: AccountId = names.neighbour): Outcome {
  const debtor = { cell: "eu", account: names.payer };
  const payment = { debtor, payee, amount: 1n, currency: "EUR", idempotencyKey: `${ms}` };
  return { payment, crossing: payee === names.abroad, ms, answer };
}

/**
 * Of the state's payments: one at home, one that has arrived in the other cell, one still under way, two that failed.
 */
const outcomes = [
  outcome(10, accepted(names.local)),
  outcome(20, accepted(names.arrived), names.abroad),
  outcome(30, accepted(names.underWay), names.abroad),
  outcome(40, { is: "declined", code: "insufficient_funds" }),
  outcome(50, { is: "failed", why: "503 limited: no lease" }),
];

describe("the summary", () => {
  it("is exactly what the last line promises", () => {
    expect(summarize(outcomes, judge(cleanState()), 2, 61_234)).toEqual({
      payments: 5,
      completed: 2,
      declined: 1,
      crossCell: 2,
      cells: 2,
      conserved: false,
      replicasEqual: true,
      p50Ms: 30,
      p99Ms: 50,
      seconds: 61.2,
    });
  });

  it("counts a payment as completed by the ledger, whatever was answered", () => {
    const credit = { pk: `us#pay#${names.arrived}`, sk: "credit" };
    const notArrived = withChange(cleanState(), credit, () => undefined);
    expect(summarize(outcomes, judge(notArrived), 2, 0).completed).toBe(1);
  });

  it.each([
    [[], 0.5, 0],
    [[7], 0.99, 7],
    [[1, 2, 3, 4], 0.5, 2],
    [Array.from({ length: 200 }, (_, n) => n + 1), 0.99, 198],
  ])("nearest rank of %j at %d is %d", (sorted, share, value) => {
    expect(quantile(sorted, share)).toBe(value);
  });
});

describe("the verdict", () => {
  it("is conserved once nothing is between the cells", () => {
    expect(judge(settledState()).conserved).toBe(true);
    expect(judge(cleanState()).conserved).toBe(false);
  });

  it("is not conserved where a single replica says otherwise", () => {
    const balance = { pk: `eu#acct#${names.payer}`, sk: "balance" };
    const bad = withReplicaChange(settledState(), "us-east-1", balance, (item) => ({ ...item, posted: 1n }));
    expect(judge(bad)).toMatchObject({ conserved: false, replicasEqual: false });
  });
});

describe("the report", () => {
  it("has a column for each debtor's cell and tells why payments were not taken", () => {
    expect(paymentTable(outcomes, judge(cleanState()), ["eu", "us"])).toEqual([
      "debtor's cell   eu  us  all",
      "payments         5   0    5",
      "completed        2   0    2",
      "declined         1   0    1",
      "failed           1   0    1",
      "crossing cells   2   0    2",
      "p50, ms         30   0   30",
      "p99, ms         50   0   50",
      "1 x declined: insufficient_funds",
      "1 x failed: 503 limited: no lease",
    ]);
  });

  it("proves from every replica that what entered is what accounts hold", () => {
    expect(proof(judge(settledState()))).toEqual([
      "replica of  entered by settlement  held by accounts  between cells",
      "eu-west-1              100.00 EUR        100.00 EUR       0.00 EUR  conserved",
      "us-east-1              100.00 EUR        100.00 EUR       0.00 EUR  conserved",
      "All replicas hold the same items.",
      "All 30 invariants hold (npx cells audit says which).",
    ]);
  });

  it("says what is broken where it is", () => {
    const balance = { pk: `eu#acct#${names.payer}`, sk: "balance" };
    const lines = proof(judge(withChange(settledState(), balance, (item) => ({ ...item, available: -1n }))));
    expect(lines.slice(-3)).toEqual([
      "BROKEN: balances-match-postings, no-overdraft-beyond-tail; 2 breaches:",
      `  available of ${names.payer} is -1, not 8650.`,
      `  ${names.payer} is 1 below its limit, its tail is 0.`,
    ]);
  });

  it("names the endpoint in what to try only where it is not the usual one", () => {
    const debtor = { cell: "eu", account: names.payer };
    const subject = {
      tenant: "marketplace",
      debtor,
      file: "examples/a.xml",
    };
    const usual = { awsUrl: "http://127.0.0.1:4566", edgeUrl: "http://127.0.0.1:8080" };
    const steps = (urls: typeof usual) => nextSteps(readDeployment(), urls, subject).join("\n");
    expect(steps(usual)).toContain("TOKEN=$(npx cells token --tenant marketplace)");
    expect(steps(usual)).toContain(
      `aws dynamodb get-item --region eu-west-1 --table-name prod-ledger --key ` +
        `'{"pk":{"S":"eu#acct#${names.payer}"},"sk":{"S":"balance"}}'`,
    );
    expect(steps(usual)).toContain(`npx cells pay examples/a.xml --debtor ${names.payer}\n`);
    expect(steps({ ...usual, awsUrl: "http://127.0.0.1:5000" })).toContain(
      "TOKEN=$(AWS_ENDPOINT_URL=http://127.0.0.1:5000 npx cells token --tenant marketplace)",
    );
  });
});

/** The clean state without the payment that is still under way, and the one that has arrived noted as such. */
function settledState(): LedgerState {
  const clean = cleanState();
  const payer = { pk: `eu#acct#${names.payer}`, sk: "balance" };
  const amount = 300n;
  const back = (field: string, item: Readonly<Record<string, unknown>>) => {
    const before = item[field];
    return (typeof before === "bigint" ? before : 0n) + amount;
  };
  const withoutEntry = withChange(clean, { pk: `eu#pay#${names.underWay}`, sk: "payment" }, () => undefined);
  const withMoneyBack = withChange(withoutEntry, payer, (item) => ({
    ...item,
    posted: back("posted", item),
    available: back("available", item),
    debited: back("debited", item) - 2n * amount,
  }));
  const arrived = { pk: `eu#pay#${names.arrived}`, sk: "payment" };
  const noted = withChange(withMoneyBack, arrived, (item) => {
    const kept = Object.entries(item).filter(([field]) => field !== "due");
    return { ...Object.fromEntries(kept), state: "completed", refundable: item["amount"] ?? 0n };
  });
  const row = { pk: "eu#transit#us#0", sk: "balance" };
  return withChange(noted, row, (item) => ({
    ...item,
    net_EUR: (netsOf({ key: row, item }).get("EUR") ?? 0n) - amount,
  }));
}
