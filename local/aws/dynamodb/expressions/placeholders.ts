import { validation } from "../refusals.ts";
import { type AttributeValue, attribute, isRecord, type Item, parseValue } from "../values.ts";
import { AwsError } from "../../../core/errors.ts";
import type { Parsed, PathStep } from "./ast.ts";

/** A path with its placeholders resolved: names and list indexes. */
export type Path = readonly (string | number)[];

/** What `#names` and `:values` of one request stand for. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/** An expression parameter of a request, as far as it was given. */
export interface UsedExpression {
  readonly parameter: string;
  readonly parsed: Parsed<unknown> | undefined;
}

const nameForm = /^#[A-Za-z0-9_]+$/;
const valueForm = /^:[A-Za-z0-9_]+$/;
const none: Placeholders = { names: {}, values: {} };

/** Reads ExpressionAttributeNames and ExpressionAttributeValues and refuses what no expression uses. */
export function parsePlaceholders(
  input: Readonly<Record<string, unknown>>,
  expressions: readonly UsedExpression[],
  takesValues: readonly string[],
): Placeholders {
  const { ExpressionAttributeNames: rawNames, ExpressionAttributeValues: rawValues } = input;
  if (rawNames === undefined && rawValues === undefined) return none;
  if (rawNames !== undefined && expressions.every(({ parsed }) => parsed === undefined)) {
    throw validation("ExpressionAttributeNames can only be specified when using expressions");
  }
  if (rawValues !== undefined && !expressions.some((one) => one.parsed && takesValues.includes(one.parameter))) {
    const missing = takesValues.map((name) => `${name} is null`).join(" and ");
    throw validation(`ExpressionAttributeValues can only be specified when using expressions: ${missing}`);
  }
  const names = rawNames === undefined ? none.names : parseNames(rawNames);
  const values = rawValues === undefined ? none.values : parseValues(rawValues);
  return { names, values };
}

/** Refuses placeholders that no expression of the request mentions. Called after the expressions were bound. */
export function requireAllUsed(placeholders: Placeholders, expressions: readonly UsedExpression[]): void {
  const names = unused(placeholders.names, "names", expressions);
  if (names.length > 0) throw unusedFault("ExpressionAttributeNames", names);
  const values = unused(placeholders.values, "values", expressions);
  if (values.length > 0) throw unusedFault("ExpressionAttributeValues", values);
}

function unused(given: object, kind: "names" | "values", expressions: readonly UsedExpression[]): readonly string[] {
  const keys: string[] = [];
  for (const key in given) if (!isUsed(key, kind, expressions)) keys.push(key);
  return keys;
}

function isUsed(key: string, kind: "names" | "values", expressions: readonly UsedExpression[]): boolean {
  for (const { parsed } of expressions) if (parsed?.[kind].has(key) === true) return true;
  return false;
}

function unusedFault(parameter: string, keys: readonly string[]): AwsError {
  return validation(`Value provided in ${parameter} unused in expressions: keys: {${keys.join(", ")}}`);
}

function parseNames(raw: unknown): Readonly<Record<string, string>> {
  const given = isRecord(raw) ? raw : {};
  const keys = Object.keys(given);
  if (keys.length === 0) throw validation("ExpressionAttributeNames must not be empty");
  const names: Record<string, string> = {};
  for (const key of keys) {
    const name = given[key];
    if (!nameForm.test(key)) {
      throw validation(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
    }
    if (typeof name !== "string" || name === "") {
      throw validation(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`);
    }
    names[key] = name;
  }
  return names;
}

function parseValues(raw: unknown): Item {
  const given = isRecord(raw) ? raw : {};
  const keys = Object.keys(given);
  if (keys.length === 0) throw validation("ExpressionAttributeValues must not be empty");
  const values: Record<string, AttributeValue> = {};
  for (const key of keys) {
    if (!valueForm.test(key)) {
      throw validation(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
    }
    try {
      values[key] = parseValue(given[key]);
    } catch (fault) {
      if (!(fault instanceof AwsError) || fault.code !== "ValidationException") throw fault;
      throw validation(`ExpressionAttributeValues contains invalid value: ${fault.message} for key ${key}`);
    }
  }
  return values;
}

/** Resolves the names of a path; `fail` tells the fault in the expression's name. */
export function resolvePath(
  steps: readonly PathStep[],
  placeholders: Placeholders,
  fail: (message: string) => never,
): Path {
  return steps.map((step) => {
    if (step.kind === "index") return step.at;
    if (!step.name.startsWith("#")) return step.name;
    return (
      placeholders.names[step.name] ??
      fail(`An expression attribute name used in the document path is not defined; attribute name: ${step.name}`)
    );
  });
}

/** The value that a placeholder stands for. */
export function resolveValue(
  placeholder: string,
  placeholders: Placeholders,
  fail: (message: string) => never,
): AttributeValue {
  return (
    attribute(placeholders.values, placeholder) ??
    fail(`An expression attribute value used in expression is not defined; attribute value: ${placeholder}`)
  );
}

/** A path in AWS's way of telling it: [a, b, [0]]. */
export function showPath(path: Path): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

/** The value at a path, undefined where the document has none there. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  const [first] = path;
  let current = typeof first === "string" ? attribute(item, first) : undefined;
  for (let index = 1; index < path.length && current !== undefined; index += 1) {
    const step = path[index];
    current = step === undefined ? undefined : inner(current, step);
  }
  return current;
}

function inner(container: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === "number") return "L" in container ? container.L[step] : undefined;
  return "M" in container ? attribute(container.M, step) : undefined;
}
