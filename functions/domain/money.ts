import { exponentOf } from "./currencies.ts";
import { ok, refuse, type Result } from "./result.ts";

declare const brand: unique symbol;

/** A known ISO 4217 code. */
export type Currency = string & { readonly [brand]: "Currency" };

/** An amount of money that moves: 1 to 2^53-1 minor units, so that it is exact as a JSON number too. */
export type Amount = bigint & { readonly [brand]: "Amount" };

/** The most that one payment can move: 2^53-1 minor units. */
export const AMOUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Why a currency or an amount was refused. */
export type MoneyRefusal =
  | "currency_unknown"
  | "amount_malformed"
  | "amount_not_positive"
  | "amount_too_large"
  | "amount_too_many_decimals";

/** Parses an ISO 4217 code that the standard lists as active. */
export function parseCurrency(code: string): Result<Currency, MoneyRefusal> {
  // The brand is what this parser gives out.
  return exponentOf(code) === undefined ? refuse("currency_unknown") : ok(code as Currency);
}

/** Parses whole minor units, as they come on the wire. */
export function parseAmount(minor: number | bigint): Result<Amount, MoneyRefusal> {
  if (typeof minor === "number" && !Number.isInteger(minor)) return refuse("amount_malformed");
  const units = BigInt(minor);
  if (units <= 0n) return refuse("amount_not_positive");
  if (units > AMOUNT_MAX) return refuse("amount_too_large");
  // The brand is what this parser gives out.
  return ok(units as Amount);
}

/** Parses a decimal such as "12.50" (ISO 20022, XML Schema decimal) into minor units of its currency. */
export function parseDecimal(decimal: string, currency: Currency): Result<Amount, MoneyRefusal> {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?$/.exec(decimal.trim());
  if (match === null) return refuse("amount_malformed");
  const [, sign = "", whole = "", fraction = ""] = match;
  if (sign === "-") return refuse("amount_not_positive");
  const exponent = exponentOf(currency) ?? 0;
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > exponent) return refuse("amount_too_many_decimals");
  return parseAmount(BigInt(whole + significant.padEnd(exponent, "0")));
}

/** Renders minor units for people: 1250 EUR → "12.50 EUR". */
export function formatMoney(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency) ?? 0;
  const sign = minor < 0n ? "-" : "";
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return exponent === 0 ? `${sign}${whole} ${currency}` : `${sign}${whole}.${digits.slice(-exponent)} ${currency}`;
}
