import { BlockList, isIP } from "node:net";
import { checkConditionKey } from "./condition-keys.ts";
import { malformed } from "./malformed.ts";
import type { ConditionClause } from "./policy-document.ts";
import type { Lookup } from "./variables.ts";
import { compileArn, compileExact, compileWildcard } from "./wildcard.ts";
import type { Matcher } from "./wildcard.ts";

/** A compiled condition: its key, and whether the values found under it satisfy it; `undefined`: no such key. */
export interface Condition {
  readonly key: string;
  readonly lowerCaseKey: string;
  holds(values: readonly string[] | undefined, lookup: Lookup): boolean;
}

/** How an operator compares: builds the test of a policy's value; `negated` for its Not form. */
interface Operator {
  readonly negated: boolean;
  compile(value: string, hasVariables: boolean): Matcher;
}

type Compile = Operator["compile"];

type Comparison = (given: number, wanted: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
};

const equals: Compile = (value, hasVariables) => compileExact(value, hasVariables, false);
const equalsIgnoringCase: Compile = (value, hasVariables) => compileExact(value, hasVariables, true);

/** Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...withNegation("String", "Equals", equals),
  ...withNegation("String", "EqualsIgnoreCase", equalsIgnoringCase),
  ...withNegation("String", "Like", compileWildcard),
  ...withNegation("Arn", "Equals", compileArn),
  ...withNegation("Arn", "Like", compileArn),
  ["Bool", { negated: false, compile: equalsIgnoringCase }],
  ["BinaryEquals", { negated: false, compile: sameBytes }],
  ["IpAddress", { negated: false, compile: withinBlock }],
  ["NotIpAddress", { negated: true, compile: withinBlock }],
  ...ordered("Numeric", Number),
  ...ordered("Date", instantOf),
]);

/** Compiles one clause; throws `MalformedPolicyDocument` for an operator that IAM does not have. */
export function compileCondition(clause: ConditionClause, hasVariables: boolean): Condition {
  const { key, values } = clause;
  checkConditionKey(key);
  const lowerCaseKey = key.toLowerCase();
  const { quantifier, name, ifExists } = splitOperator(clause.operator);
  if (name === "Null" && !ifExists) return { key, lowerCaseKey, holds: compileNull(values) };
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw malformed(`Invalid Condition type : ${clause.operator}.`);
  const { negated } = operator;
  const matchers = values.map((value) => operator.compile(value, hasVariables));
  // Without a quantifier a negated operator wants every value to differ, any other one value to match.
  const wantsEvery = quantifier === "ForAllValues" || (quantifier === undefined && negated);
  const whenAbsent = ifExists || wantsEvery;
  return {
    key,
    lowerCaseKey,
    holds(given, lookup) {
      if (given === undefined || given.length === 0) return whenAbsent;
      const satisfies = (value: string): boolean => matchers.some((matches) => matches(value, lookup)) !== negated;
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

function withNegation(prefix: string, name: string, compile: Compile): readonly [string, Operator][] {
  return [
    [`${prefix}${name}`, { negated: false, compile }],
    [`${prefix}Not${name}`, { negated: true, compile }],
  ];
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

function sameBytes(value: string): Matcher {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw malformed(`Invalid value "${value}" for a Binary condition.`);
  const wanted = Buffer.from(value, "base64");
  return (given) => wanted.equals(Buffer.from(given, "base64"));
}

/** An address, or a block of them in CIDR notation, of either version. */
function withinBlock(value: string): Matcher {
  const slash = value.indexOf("/");
  const address = slash < 0 ? value : value.slice(0, slash);
  const version = isIP(address);
  const bitsMost = version === 4 ? 32 : 128;
  const bits = slash < 0 ? bitsMost : Number(value.slice(slash + 1));
  if (version === 0 || value.endsWith("/") || !Number.isInteger(bits) || bits < 0 || bits > bitsMost) {
    throw malformed(`Invalid value "${value}" for an IP address condition.`);
  }
  const block = new BlockList();
  block.addSubnet(address, bits, version === 4 ? "ipv4" : "ipv6");
  return (given) => {
    const givenVersion = isIP(given);
    return givenVersion === version && block.check(given, version === 4 ? "ipv4" : "ipv6");
  };
}
