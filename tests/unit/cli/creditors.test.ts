import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { accountArgument } from "../../../cli/connection.ts";
import { creditorAccounts, creditorRule, payeeFor, rewriteCreditors } from "../../../cli/creditors.ts";
import { parsePain001 } from "../../../functions/payments-api/iso20022/pain001.ts";

const account = (n: number) => accountArgument(`acc_eu_${n.toString(16).padStart(32, "0")}`);
const payees = [account(1), account(2), account(3)] as const;
const example = () => readFile(new URL("../../../examples/marketplace-payouts-25.xml", import.meta.url), "utf8");

describe("the printed rule", () => {
  it("is what is done: anybody can work it out with sha256", () => {
    const digest = createHash("sha256").update("7:NL69ABNA0078777868").digest("hex");
    const index = Number(BigInt(`0x${digest}`) % 3n);
    expect(creditorRule("7", 3)).toBe('payee = payees[sha256("7:" + IBAN) mod 3]');
    expect(payeeFor("NL69ABNA0078777868", [...payees], "7")).toBe(payees[index]);
  });

  it("gives other payees for another seed", () => {
    const ibans = Array.from({ length: 20 }, (_, n) => `NL${n}`);
    const mapped = (seed: string) => ibans.map((iban) => payeeFor(iban, [...payees], seed));
    expect(mapped("1")).toEqual(mapped("1"));
    expect(mapped("1")).not.toEqual(mapped("2"));
    expect(new Set(mapped("1"))).toEqual(new Set(payees));
  });
});

describe("a rewritten file", () => {
  it("pays the same amounts under the same ids, to accounts by the rule", async () => {
    const before = parsePain001(await example());
    const after = parsePain001(rewriteCreditors(await example(), [...payees], "1"));
    if (!before.ok || !after.ok) throw new Error("The example is read before and after.");
    const expected = before.value.lines.map((line) => {
      if (line.creditor.kind !== "iban") throw new Error("The example names creditors by IBAN.");
      return { ...line, creditor: { kind: "account", account: payeeFor(line.creditor.iban, [...payees], "1") } };
    });
    expect(after.value).toEqual({ ...before.value, lines: expected });
  });

  it("leaves the debtor's IBAN alone", async () => {
    const xml = await example();
    const debtors = (text: string) => text.match(/<DbtrAcct>.*?<\/DbtrAcct>/g);
    expect(debtors(rewriteCreditors(xml, [...payees], "1"))).toEqual(debtors(xml));
  });

  it("keeps a namespace prefix and line breaks", () => {
    const xml = "<p:CdtrAcct>\n <p:Id>\n  <p:IBAN> NL69ABNA0078777868 </p:IBAN>\n </p:Id>\n</p:CdtrAcct>";
    expect(rewriteCreditors(xml, [account(1)], "1")).toBe(
      `<p:CdtrAcct>\n <p:Id>\n  <p:Othr><p:Id>${account(1)}</p:Id></p:Othr>\n </p:Id>\n</p:CdtrAcct>`,
    );
  });
});

describe("creditors that nobody named", () => {
  const stored = (n: number, more: Readonly<Record<string, string>> = {}) => {
    const id = account(n);
    const item = { id, tenant: "shop", currency: "EUR", kind: "customer", status: "open", ...more };
    return { key: { pk: `eu#acct#${id}`, sk: "account" }, item };
  };

  it("are the tenant's other open customer accounts of the debtor's currency, in the order of their ids", () => {
    const others = [stored(3), stored(2), stored(4, { tenant: "other" }), stored(5, { currency: "USD" })];
    const closed = [stored(6, { status: "closed" }), stored(7, { kind: "settlement" })];
    const balance = { key: { pk: `eu#acct#${account(8)}`, sk: "balance" }, item: stored(8).item };
    expect(creditorAccounts([stored(1), ...others, ...closed, balance], account(1))).toEqual([account(2), account(3)]);
  });

  it("are none for a debtor that nobody knows", () => {
    expect(creditorAccounts([stored(2)], account(1))).toEqual([]);
  });
});
