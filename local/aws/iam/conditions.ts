import { notImplemented } from "../../core/errors.ts";
import { malformed } from "./policy-document.ts";
import type { ConditionClause } from "./policy-document.ts";
import { compileArn, compileWildcard } from "./wildcard.ts";
import type { Matcher } from "./wildcard.ts";

/** A compiled condition: its key, and whether the values found under it satisfy it; `undefined`: no such key. */
export interface Condition {
  readonly key: string;
  readonly lowerCaseKey: string;
  holds(values: readonly string[] | undefined): boolean;
}

/** How an operator compares: builds the test of a policy's value; `negated` for its Not form. */
interface Operator {
  readonly negated: boolean;
  compile(value: string): Matcher;
}

type Comparison = (given: number, wanted: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", { negated: false, compile: equals }],
  ["StringNotEquals", { negated: true, compile: equals }],
  ["StringEqualsIgnoreCase", { negated: false, compile: equalsIgnoringCase }],
  ["StringNotEqualsIgnoreCase", { negated: true, compile: equalsIgnoringCase }],
  ["StringLike", { negated: false, compile: compileWildcard }],
  ["StringNotLike", { negated: true, compile: compileWildcard }],
  ["ArnEquals", { negated: false, compile: compileArn }],
  ["ArnNotEquals", { negated: true, compile: compileArn }],
  ["ArnLike", { negated: false, compile: compileArn }],
  ["ArnNotLike", { negated: true, compile: compileArn }],
  ["Bool", { negated: false, compile: equalsIgnoringCase }],
  ...ordered("Numeric", Number),
  ...ordered("Date", instantOf),
]);

/** Compiles one clause; throws `MalformedPolicyDocument` for an operator that IAM does not have. */
export function compileCondition(clause: ConditionClause): Condition {
  const { key, values } = clause;
  const lowerCaseKey = key.toLowerCase();
  const { quantifier, name, ifExists } = splitOperator(clause.operator);
  if (name === "Null") return { key, lowerCaseKey, holds: compileNull(values) };
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    if (["IpAddress", "NotIpAddress", "BinaryEquals"].includes(name)) {
      throw notImplemented(`the IAM condition operator "${name}"`);
    }
    throw malformed(`Invalid Condition type : ${clause.operator}.`);
  }
  const { negated } = operator;
  const matchers = values.map((value) => operator.compile(value));
  const satisfies = (given: string): boolean => matchers.some((matches) => matches(given)) !== negated;
  // Without a quantifier a negated operator wants every value to differ, any other one value to match.
  const wantsEvery = quantifier === "ForAllValues" || (quantifier === undefined && negated);
  const whenAbsent = ifExists || wantsEvery;
  return {
    key,
    lowerCaseKey,
    holds(given) {
      if (given === undefined || given.length === 0) return whenAbsent;
      return wantsEvery ? given.every(satisfies) : given.some(satisfies);
    },
  };
}

interface SplitOperator {
  readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
  readonly name: string;
  readonly ifExists: boolean;
}

function splitOperator(operator: string): SplitOperator {
  const ifExists = operator.endsWith("IfExists");
  const bare = ifExists ? operator.slice(0, -"IfExists".length) : operator;
  if (bare.startsWith("ForAllValues:")) return { quantifier: "ForAllValues", name: bare.slice(13), ifExists };
  if (bare.startsWith("ForAnyValue:")) return { quantifier: "ForAnyValue", name: bare.slice(12), ifExists };
  return { quantifier: undefined, name: bare, ifExists };
}

function compileNull(values: readonly string[]): Condition["holds"] {
  for (const value of values) {
    if (value !== "true" && value !== "false") throw malformed(`Invalid value "${value}" for the condition Null.`);
  }
  return (given) => values.includes(String(given === undefined || given.length === 0));
}

function equals(value: string): Matcher {
  return (given) => given === value;
}

function equalsIgnoringCase(value: string): Matcher {
  const lowered = value.toLowerCase();
  return (given) => given.toLowerCase() === lowered;
}

function ordered(prefix: "Numeric" | "Date", read: (text: string) => number): readonly [string, Operator][] {
  const compileWith =
    (compare: Comparison) =>
    (value: string): Matcher => {
      const wanted = read(value);
      if (value.trim() === "" || Number.isNaN(wanted)) {
        throw malformed(`Invalid value "${value}" for a ${prefix} condition.`);
      }
      return (given) => compare(read(given), wanted);
    };
  const plain = Object.entries(COMPARISONS).map(([name, compare]): [string, Operator] => [
    `${prefix}${name}`,
    { negated: false, compile: compileWith(compare) },
  ]);
  const isEqual: Comparison = (given, wanted) => given === wanted;
  return [...plain, [`${prefix}NotEquals`, { negated: true, compile: compileWith(isEqual) }]];
}

// A date is an ISO 8601 instant or a number of seconds since the epoch.
function instantOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
