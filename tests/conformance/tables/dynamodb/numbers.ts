import { is, type Case, type Suite } from "../../case.ts";
import { createTable, dropTable, holds, invalid, items, key, N, put } from "./shared.ts";

const guide = "Amazon DynamoDB Developer Guide, Supported data types: Number";

function normalised(given: string, stored: string): Case {
  return {
    name: `${given} is kept as ${stored}`,
    before: [put({ n: N(given) })],
    ...holds({ n: N(stored) }),
    source: guide,
  };
}

function refused(given: string, message: RegExp): Case {
  return {
    name: `${given} is refused`,
    call: "PutItem",
    input: { ...items, Item: { ...key(), n: N(given) } },
    fails: invalid(message),
    source: guide,
  };
}

function added(left: string, right: string, sum: string): Case {
  return {
    name: `${left} + ${right} = ${sum}`,
    before: [put({ n: N(left) })],
    call: "UpdateItem",
    input: {
      ...items,
      Key: key(),
      UpdateExpression: "SET n = n + :v",
      ExpressionAttributeValues: { ":v": N(right) },
      ReturnValues: "ALL_NEW",
    },
    gives: { Attributes: { n: N(sum) } },
    source: guide,
  };
}

const nines = "9".repeat(38);

/** Numbers: 38 significant digits, from 1E-130 to 9.9…E+125. */
export const numberCases: Suite = {
  service: "dynamodb",
  topic: "numbers",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    normalised("007", "7"),
    normalised("1.50", "1.5"),
    normalised("-0", "0"),
    normalised("+5", "5"),
    normalised("1e3", "1000"),
    normalised("1.5E-2", "0.015"),
    normalised("100", "100"),
    normalised(nines, nines),
    normalised(`-${nines}`, `-${nines}`),
    normalised(`0.${"0".repeat(10)}${nines}`, `0.${"0".repeat(10)}${nines}`),
    normalised(`1${"0".repeat(60)}`, `1${"0".repeat(60)}`),
    refused(`${nines}9`, /Attempting to store more than 38 significant digits in a Number/),
    refused(`1.${"0".repeat(37)}1`, /Attempting to store more than 38 significant digits in a Number/),
    refused("1e126", /Number overflow\. Attempting to store a number with magnitude larger than supported range/),
    refused("1e-131", /Number underflow\. Attempting to store a number with magnitude smaller than supported range/),
    refused("abc", /The parameter cannot be converted to a numeric value/),
    refused("", /The parameter cannot be converted to a numeric value/),
    refused("1 000", /The parameter cannot be converted to a numeric value/),
    refused("NaN", /The parameter cannot be converted to a numeric value/),
    refused("0x10", /The parameter cannot be converted to a numeric value/),
    {
      name: "The largest number is taken",
      call: "PutItem",
      input: { ...items, Item: { ...key(), n: N(`${"9".repeat(38)}e88`) } },
      source: guide,
    },
    {
      name: "The smallest number is taken",
      call: "PutItem",
      input: { ...items, Item: { ...key(), n: N("1e-130") } },
      source: guide,
    },
    added("0.1", "0.2", "0.3"),
    added(`${"9".repeat(37)}8`, "1", nines),
    added("9007199254740993", "2", "9007199254740995"),
    added(`1${"0".repeat(37)}`, "-1", "9".repeat(37)),
    added("1e20", "1e-17", `1${"0".repeat(20)}.${"0".repeat(16)}1`),
    {
      name: "A sum of more than 38 digits is refused",
      before: [put({ n: N("1e38") })],
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "SET n = n + :v",
        ExpressionAttributeValues: { ":v": N(1) },
      },
      fails: invalid(/more than 38 significant digits/),
      after: [holds({ n: N(`1${"0".repeat(38)}`) })],
    },
    {
      name: "A sum out of range is refused",
      before: [put({ n: N("9e125") })],
      call: "UpdateItem",
      input: { ...items, Key: key(), UpdateExpression: "ADD n :v", ExpressionAttributeValues: { ":v": N("9e125") } },
      fails: invalid(/Number overflow/),
    },
    {
      name: "Numbers are compared as numbers at 38 digits",
      before: [put({ n: N(nines) })],
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "REMOVE a",
        ConditionExpression: "n > :v",
        ExpressionAttributeValues: { ":v": N(`${"9".repeat(37)}8`) },
      },
    },
    {
      name: "A number set keeps each number once",
      before: [put({ s: { NS: ["1", "2"] } })],
      call: "UpdateItem",
      input: {
        ...items,
        Key: key(),
        UpdateExpression: "ADD s :v",
        ExpressionAttributeValues: { ":v": { NS: ["2.0", "3"] } },
        ReturnValues: "UPDATED_NEW",
      },
      gives: { Attributes: { s: { NS: is.unordered("1", "2", "3") } } },
    },
  ],
};
