import { assert, bigInt, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  numberBytes,
  subtractNumbers,
} from "../../../../../local/aws/dynamodb/numbers.ts";

const scale = 12;
/** A number with up to twelve decimals, and the same as a whole number of its smallest part. */
const decimals = bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map((units) => ({ units, text: decimal(units) }));

function decimal(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

describe("numbers of DynamoDB", () => {
  it.each([
    ["0", "0"],
    ["-0", "0"],
    ["0.000", "0"],
    ["007", "7"],
    ["+5", "5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1.10", "1.1"],
    ["-0.0010", "-0.001"],
    ["1e3", "1000"],
    ["12.5E-3", "0.0125"],
    ["100e-2", "1"],
    ["1E-5", "0.00001"],
    ["99999999999999999999999999999999999999", "99999999999999999999999999999999999999"],
    ["0.10000000000000000000000000000000000001", "0.10000000000000000000000000000000000001"],
    ["1e125", `1${"0".repeat(125)}`],
    ["1e-130", `0.${"0".repeat(129)}1`],
  ])("%s is kept as %s", (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });

  const overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const underflow = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  const digits = "Attempting to store more than 38 significant digits in a Number";
  it.each([
    ["", "The parameter cannot be converted to a numeric value: "],
    ["abc", "The parameter cannot be converted to a numeric value: abc"],
    ["1 ", "The parameter cannot be converted to a numeric value: 1 "],
    ["0x10", "The parameter cannot be converted to a numeric value: 0x10"],
    ["NaN", "The parameter cannot be converted to a numeric value: NaN"],
    [".", "The parameter cannot be converted to a numeric value: ."],
    ["1e126", overflow],
    ["-1e126", overflow],
    ["1e999999999999", overflow],
    ["1e-131", underflow],
    ["1".repeat(39), digits],
  ])("refuses %s", (text, message) => {
    expect(() => canonicalNumber(text)).toThrow(message);
  });

  it("refuses a sum that needs a thirty-ninth digit instead of rounding it", () => {
    expect(() => addNumbers("99999999999999999999999999999999999999", "0.5")).toThrow(digits);
    expect(() => addNumbers(canonicalNumber("9e125"), canonicalNumber("9e125"))).toThrow(overflow);
  });

  it("adds 0.1 and 0.2 to 0.3", () => {
    expect(addNumbers("0.1", "0.2")).toBe("0.3");
  });

  it("adds, subtracts and compares as whole numbers of the smallest part do", () => {
    assert(
      property(decimals, decimals, (one, two) => {
        const [left, right] = [canonicalNumber(one.text), canonicalNumber(two.text)];
        expect(addNumbers(left, right)).toBe(canonicalNumber(decimal(one.units + two.units)));
        expect(subtractNumbers(left, right)).toBe(canonicalNumber(decimal(one.units - two.units)));
        const order = one.units < two.units ? -1 : one.units > two.units ? 1 : 0;
        expect(Math.sign(compareNumbers(left, right))).toBe(order);
      }),
    );
  });

  it("keeps a canonical number as it is", () => {
    assert(
      property(decimals, ({ text }) => {
        const canonical = canonicalNumber(text);
        expect(canonicalNumber(canonical)).toBe(canonical);
      }),
    );
  });

  it.each([
    ["0", 1],
    ["1", 2],
    ["100", 2],
    ["123", 3],
    ["-123", 4],
    ["0.001", 2],
  ])("%s weighs %i bytes", (text, bytes) => {
    expect(numberBytes(text)).toBe(bytes);
  });
});
