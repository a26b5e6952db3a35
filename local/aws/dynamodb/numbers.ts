import { validation } from "./refusals.ts";

const significantDigitsMax = 38;
const magnitudeMax = 125;
const magnitudeMin = -130;

const decimalForm = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const canonicalInteger = /^(?:0|-?[1-9]\d{0,37})$/;

const zero = 0x30;
/** So many digits are exact in a JavaScript number, and in a sum of two. */
const exactDigits = 15;

/** An exact decimal number, `mantissa` × 10 to the power of `exponent`; no factor of ten is left in the mantissa. */
interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/**
 * The one text that DynamoDB gives back for a number: plain digits, no needless zeros, at most 38 significant digits.
 * Throws ValidationException for what is not a number or does not fit.
 */
export function canonicalNumber(text: string): string {
  return canonicalInteger.test(text) ? text : formatDecimal(parseDecimal(text));
}

/** Orders two canonical numbers: negative, zero or positive. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  const leftNegative = left.startsWith("-");
  const rightNegative = right.startsWith("-");
  if (leftNegative !== rightNegative) return leftNegative ? -1 : 1;
  return leftNegative ? compareMagnitudes(right.slice(1), left.slice(1)) : compareMagnitudes(left, right);
}

/** The exact sum of two canonical numbers, canonical. Throws ValidationException where it does not fit. */
export function addNumbers(left: string, right: string): string {
  if (isSmall(left) && isSmall(right)) return String(Number(left) + Number(right));
  return sum(parseDecimal(left), parseDecimal(right));
}

function isSmall(canonical: string): boolean {
  return canonical.length <= exactDigits && !canonical.includes(".");
}

/** The exact difference of two canonical numbers, canonical. Throws ValidationException where it does not fit. */
export function subtractNumbers(left: string, right: string): string {
  const { mantissa, exponent } = parseDecimal(right);
  return sum(parseDecimal(left), { mantissa: -mantissa, exponent });
}

/** What a canonical number weighs in an item, bytes: two digits share one, the exponent and a sign take one each. */
export function numberBytes(canonical: string): number {
  const negative = canonical.startsWith("-");
  const digits = canonical.includes(".") ? canonical.replace(/^-|\./g, "").replace(/^0+/, "") : canonical;
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === zero) end -= 1;
  // A whole number's digits begin after its sign, and with none that is zero.
  const begin = digits === canonical && negative ? 1 : 0;
  return Math.ceil((end - begin) / 2) + 1 + (negative ? 1 : 0);
}

function parseDecimal(text: string): Decimal {
  const match = decimalForm.exec(text);
  const whole = match?.[2] ?? "";
  const fraction = match?.[3] ?? "";
  if (match === null || whole.length + fraction.length === 0) {
    throw validation(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { mantissa: 0n, exponent: 0 };
  const exponent = Number(match[4] ?? "0") - fraction.length + (digits.length - significant.length);
  requireRange(significant.length, exponent);
  return { mantissa: BigInt((match[1] === "-" ? "-" : "") + significant), exponent };
}

function requireRange(digits: number, exponent: number): void {
  const magnitude = digits + exponent - 1;
  if (magnitude > magnitudeMax) {
    throw validation("Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  if (magnitude < magnitudeMin) {
    throw validation("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  }
  if (digits > significantDigitsMax) {
    throw validation("Attempting to store more than 38 significant digits in a Number");
  }
}

function sum(left: Decimal, right: Decimal): string {
  const exponent = Math.min(left.exponent, right.exponent);
  const mantissa = raise(left, exponent) + raise(right, exponent);
  // Through the parser, so that the result obeys the same limits as a number that a client sends.
  return canonicalNumber(`${mantissa}e${exponent}`);
}

function raise(decimal: Decimal, exponent: number): bigint {
  return decimal.mantissa * 10n ** BigInt(decimal.exponent - exponent);
}

function formatDecimal({ mantissa, exponent }: Decimal): string {
  if (exponent >= 0) return mantissa.toString() + "0".repeat(exponent);
  const sign = mantissa < 0n ? "-" : "";
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(1 - exponent, "0");
  const point = digits.length + exponent;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function compareMagnitudes(left: string, right: string): number {
  const [leftWhole = "", leftFraction = ""] = left.split(".");
  const [rightWhole = "", rightFraction = ""] = right.split(".");
  if (leftWhole.length !== rightWhole.length) return leftWhole.length - rightWhole.length;
  // Without trailing zeros, digits of equal place compare as text does.
  if (leftWhole !== rightWhole) return leftWhole < rightWhole ? -1 : 1;
  if (leftFraction === rightFraction) return 0;
  return leftFraction < rightFraction ? -1 : 1;
}
