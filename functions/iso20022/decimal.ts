import { exponentOf } from "../domain/currencies.ts";
import { invariant } from "../domain/result.ts";

/** An exact decimal: `units` over ten to the power of `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Digits before and after the point that are still read; ISO 20022 allows 18 in all. */
const DIGITS_MAX = 30;

/** Parses a decimal that is not negative, such as "1025.48" or ".5" (XML Schema); undefined when it is none. */
export function parseUnsignedDecimal(text: string): Decimal | undefined {
  const match = /^\+?(?=\.?\d)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (whole.length > DIGITS_MAX || fraction.length > DIGITS_MAX) return undefined;
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** The exact sum of decimals of any scales. */
export function sumOf(decimals: readonly Decimal[]): Decimal {
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  return { units: decimals.reduce((sum, decimal) => sum + unitsAt(scale, decimal), 0n), scale };
}

/** Whether two decimals are the same number: 1.5 and 1.50 are. */
export function isSame(one: Decimal, other: Decimal): boolean {
  const scale = Math.max(one.scale, other.scale);
  return unitsAt(scale, one) === unitsAt(scale, other);
}

/** Renders a decimal with all its places: "1025.48". */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = units.toString().padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Renders minor units in their currency's own decimals: -1250 EUR as "-12.50". */
export function formatMinor(minor: bigint, currency: string): string {
  const scale = exponentOf(currency);
  invariant(scale !== undefined, "an account has a known currency");
  const figure = formatDecimal({ units: minor < 0n ? -minor : minor, scale });
  return minor < 0n ? `-${figure}` : figure;
}

function unitsAt(scale: number, decimal: Decimal): bigint {
  return decimal.units * 10n ** BigInt(scale - decimal.scale);
}
