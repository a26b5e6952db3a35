import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponentOf } from "../../../../functions/domain/currencies.ts";
import {
  AMOUNT_MAX,
  formatMoney,
  parseAmount,
  parseCurrency,
  parseDecimal,
  type Amount,
} from "../../../../functions/domain/money.ts";
import { valueOf } from "./world.ts";

const currencies = fc.constantFrom("EUR", "USD", "JPY", "KWD", "CLF").map((code) => valueOf(parseCurrency(code)));
const amounts = fc.bigInt({ min: 1n, max: AMOUNT_MAX });

describe("a currency", () => {
  it.each([
    ["EUR", 2],
    ["JPY", 0],
    ["KWD", 3],
    ["CLF", 4],
    ["UYW", 4],
    ["XTS", undefined],
    ["XAU", undefined],
    ["eur", undefined],
    ["EURO", undefined],
    ["", undefined],
    ["__proto__", undefined],
  ])("%s has the exponent %s", (code, exponent) => {
    expect(exponentOf(code)).toBe(exponent);
    expect(parseCurrency(code)).toEqual(
      exponent === undefined ? { ok: false, refusal: "currency_unknown" } : { ok: true, value: code },
    );
  });
});

describe("an amount in minor units", () => {
  it.each<[number | bigint, string | bigint]>([
    [1, 1n],
    [9_007_199_254_740_991, AMOUNT_MAX],
    [9_007_199_254_740_991n, AMOUNT_MAX],
    [0, "amount_not_positive"],
    [-0, "amount_not_positive"],
    [-1, "amount_not_positive"],
    [-1n, "amount_not_positive"],
    [9_007_199_254_740_992n, "amount_too_large"],
    [2 ** 53, "amount_too_large"],
    [1e300, "amount_too_large"],
    [0.5, "amount_malformed"],
    [1.000_000_1, "amount_malformed"],
    [Number.NaN, "amount_malformed"],
    [Number.POSITIVE_INFINITY, "amount_malformed"],
  ])("%s is %s", (minor, expected) => {
    const parsed = parseAmount(minor);
    expect(parsed.ok ? parsed.value : parsed.refusal).toBe(expected);
  });
});

describe("a decimal", () => {
  it.each<[string, string, string | bigint]>([
    ["12.50", "EUR", 1250n],
    ["12.5", "EUR", 1250n],
    ["12", "EUR", 1200n],
    ["12.500", "EUR", 1250n],
    ["0012.50", "EUR", 1250n],
    [" 12.50 ", "EUR", 1250n],
    ["0.01", "EUR", 1n],
    ["1250", "JPY", 1250n],
    ["1250.000", "JPY", 1250n],
    ["1.255", "KWD", 1255n],
    ["1.2555", "CLF", 12555n],
    ["90071992547409.91", "EUR", AMOUNT_MAX],
    ["90071992547409.92", "EUR", "amount_too_large"],
    ["0.001", "EUR", "amount_too_many_decimals"],
    ["12.505", "EUR", "amount_too_many_decimals"],
    ["1250.5", "JPY", "amount_too_many_decimals"],
    ["0.00", "EUR", "amount_not_positive"],
    ["-1.00", "EUR", "amount_not_positive"],
    ["", "EUR", "amount_malformed"],
    [".", "EUR", "amount_malformed"],
    ["12,50", "EUR", "amount_malformed"],
    ["1 250", "EUR", "amount_malformed"],
    ["1e3", "EUR", "amount_malformed"],
    ["0x10", "EUR", "amount_malformed"],
    ["--1", "EUR", "amount_malformed"],
    ["١٢", "EUR", "amount_malformed"],
    ["12.50 EUR", "EUR", "amount_malformed"],
  ])('"%s" %s is %s', (text, code, expected) => {
    const parsed = parseDecimal(text, valueOf(parseCurrency(code)));
    expect(parsed.ok ? parsed.value : parsed.refusal).toBe(expected);
  });

  it("read back from its rendering is the same amount, in any currency", () => {
    fc.assert(
      fc.property(amounts, currencies, (amount, currency) => {
        const [decimal = ""] = formatMoney(amount, currency).split(" ");
        expect(parseDecimal(decimal, currency)).toEqual({ ok: true, value: amount });
      }),
    );
  });

  it("with trailing zeros or leading ones is the same amount", () => {
    fc.assert(
      fc.property(amounts, currencies, fc.nat({ max: 5 }), (amount, currency, zeros) => {
        const [decimal = ""] = formatMoney(amount, currency).split(" ");
        const padded = "0".repeat(zeros) + decimal + (decimal.includes(".") ? "" : ".0") + "0".repeat(zeros);
        expect(parseDecimal(padded, currency)).toEqual({ ok: true, value: amount });
      }),
    );
  });

  it("never throws, and what it accepts is within bounds", () => {
    fc.assert(
      fc.property(fc.string(), currencies, (text, currency) => {
        const parsed = parseDecimal(text, currency);
        const bounds = (amount: Amount) => amount >= 1n && amount <= AMOUNT_MAX;
        expect(!parsed.ok || bounds(parsed.value)).toBe(true);
      }),
    );
  });
});

describe("money rendered", () => {
  it.each([
    [1250n, "EUR", "12.50 EUR"],
    [5n, "EUR", "0.05 EUR"],
    [-5n, "EUR", "-0.05 EUR"],
    [-1250n, "EUR", "-12.50 EUR"],
    [0n, "EUR", "0.00 EUR"],
    [1250n, "JPY", "1250 JPY"],
    [-3n, "JPY", "-3 JPY"],
    [1n, "KWD", "0.001 KWD"],
  ])("%s %s reads %s", (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text);
  });
});
