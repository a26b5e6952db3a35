import { readFileSync } from "node:fs";
import { assert, asyncProperty, pre, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBeneficiary } from "../../../../functions/domain/beneficiaries.ts";
import { parseIban } from "../../../../functions/domain/iban.ts";
import { parsePaymentId } from "../../../../functions/domain/ids.ts";
import { AMOUNT_MAX, parseAmount, parseCurrency } from "../../../../functions/domain/money.ts";
import { pacs008 } from "../../../../functions/iso20022/pacs008.ts";
import { NOW, valueOf } from "../domain/world.ts";
import { faultsBySchema } from "./valid.ts";

const ORDERING = {
  name: "Payment Cells Safeguarding",
  bic: "COBADEFF",
  iban: valueOf(parseIban("DE89370400440532013000")),
};
const PAYMENT = valueOf(parsePaymentId("pay_eu_0123456789abcdef0123456789abcdef"));
const IBAN = { iban: "NL91ABNA0417164300" };
const US = { routing_number: "021000021", account_number: "000123456789" };

function message(name: string, account: object, code: string, minor: bigint): string {
  const currency = valueOf(parseCurrency(code));
  const beneficiary = parseBeneficiary({ name, ...account }, currency);
  if (!beneficiary.ok) throw new Error(beneficiary.refusal.code);
  const amount = valueOf(parseAmount(minor));
  return pacs008({ payment: PAYMENT, amount, currency, at: NOW, beneficiary: beneficiary.value }, ORDERING);
}

const fixture = (name: string) => readFileSync(`tests/fixtures/iso20022/${name}.xml`, "utf8");

describe("a pacs.008", () => {
  it.each([
    ["pacs008-iban", message("Jansen & Zonen <BV>", IBAN, "EUR", 1_250n)],
    ["pacs008-us", message("Ana Núñez", US, "USD", 7n)],
  ])("is written as in %s, which is valid", async (name, written) => {
    expect(written).toBe(fixture(name));
    expect(await faultsBySchema(written, "pacs.008.001.08")).toEqual([]);
  });

  it("is the same for the same payout", () => {
    expect(message("Ana", IBAN, "EUR", 5n)).toBe(message("Ana", IBAN, "EUR", 5n));
  });

  it.each([
    ["JPY", 1_000n, ">1000<"],
    ["KWD", 1_255n, ">1.255<"],
    ["CLF", 1n, ">0.0001<"],
    ["EUR", AMOUNT_MAX, ">90071992547409.91<"],
  ])("in %s has the decimals of its currency", async (currency, minor, written) => {
    const xml = message("Ana", IBAN, currency, minor);
    expect(xml).toContain(written);
    expect(await faultsBySchema(xml, "pacs.008.001.08")).toEqual([]);
  });

  it("is valid whatever the beneficiary is called", async () => {
    const names = string({ unit: "grapheme", minLength: 1, maxLength: 40 });
    await assert(
      asyncProperty(names, async (name) => {
        const named = parseBeneficiary({ name, ...IBAN }, valueOf(parseCurrency("EUR")));
        pre(named.ok);
        expect(await faultsBySchema(message(name, IBAN, "EUR", 1n), "pacs.008.001.08")).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it("with an element out of its place would be noticed", async () => {
    const wrong = fixture("pacs008-iban").replace("<ChrgBr>SLEV</ChrgBr>", "");
    expect(await faultsBySchema(wrong, "pacs.008.001.08")).not.toEqual([]);
  });
});
