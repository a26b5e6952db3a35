import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { payeeFor } from "../../../../cli/creditors.ts";
import { planPayments, totalsOf } from "../../../../cli/demo/payments.ts";
import type { AccountId } from "../../../../functions/domain/ids.ts";
import { parsePain001, type Pain001 } from "../../../../functions/payments-api/iso20022/pain001.ts";

// Names in the form that their parser gives out.
const account = (cell: string, n: number) => `acc_${cell}_${n.toString(16).padStart(32, "0")}` as AccountId;
const debtors = [
  { cell: "eu", account: account("eu", 1) },
  { cell: "us", account: account("us", 1) },
];
const payees = [account("eu", 2), account("us", 2), account("eu", 3)] as const;

async function example(name: string): Promise<Pain001> {
  const file = parsePain001(await readFile(new URL(`../../../../examples/${name}`, import.meta.url), "utf8"));
  if (!file.ok) throw new Error(`examples/${name}: ${file.refusal.message}`);
  return file.value;
}

describe("the payments of the example files", async () => {
  const files = [await example("marketplace-payouts-25.xml"), await example("marketplace-payouts-500.xml")];
  const planned = planPayments(files, debtors, [...payees], "1");

  it("are every line once from each debtor", () => {
    expect(planned).toHaveLength(2 * (25 + 500));
    for (const debtor of debtors) {
      const paid = planned.filter((payment) => payment.debtor === debtor);
      expect(paid.reduce((sum, { amount }) => sum + amount, 0n)).toBe(102_548n + 3_896_563n);
    }
    expect([...totalsOf(files)]).toEqual([["EUR", 102_548n + 3_896_563n]]);
  });

  it("go to payees by the printed rule", () => {
    const lines = files.flatMap(({ lines }) => lines);
    const wanted = lines.map(({ creditor }) =>
      payeeFor(creditor.kind === "iban" ? creditor.iban : "", [...payees], "1"),
    );
    expect(planned.filter(({ debtor }) => debtor.cell === "eu").map(({ payee }) => payee)).toEqual(wanted);
  });

  it("have a key of their own each, the same whenever the file is paid", () => {
    const keys = planned.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(planPayments(files, debtors, [...payees], "2").map(({ idempotencyKey }) => idempotencyKey)).toEqual(keys);
  });
});
