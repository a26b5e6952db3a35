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
  const used = expressions.flatMap(({ parsed }) => (parsed === undefined ? [] : [parsed]));
  if (rawNames !== undefined && used.length === 0) {
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
  const unused = (given: object, kind: "names" | "values"): string[] =>
    Object.keys(given).filter((key) => !expressions.some(({ parsed }) => parsed?.[kind].has(key)));
  const names = unused(placeholders.names, "names");
  if (names.length > 0) throw unusedFault("ExpressionAttributeNames", names);
  const values = unused(placeholders.values, "values");
  if (values.length > 0) throw unusedFault("ExpressionAttributeValues", values);
}

function unusedFault(parameter: string, keys: readonly string[]): AwsError {
  return validation(`Value provided in ${parameter} unused in expressions: keys: {${keys.join(", ")}}`);
}

function parseNames(raw: unknown): Readonly<Record<string, string>> {
  const entries = isRecord(raw) ? Object.entries(raw) : [];
  if (entries.length === 0) throw validation("ExpressionAttributeNames must not be empty");
  const names: Record<string, string> = {};
  for (const [key, name] of entries) {
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
  const entries = isRecord(raw) ? Object.entries(raw) : [];
  if (entries.length === 0) throw validation("ExpressionAttributeValues must not be empty");
  const values: Record<string, AttributeValue> = {};
  for (const [key, value] of entries) {
    if (!valueForm.test(key)) {
      throw validation(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
    }
    try {
      values[key] = parseValue(value);
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
  const [first, ...rest] = path;
  return rest.reduce(
    (current: AttributeValue | undefined, step) => (current === undefined ? undefined : inner(current, step)),
    typeof first === "string" ? attribute(item, first) : undefined,
  );
}

function inner(container: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === "number") return "L" in container ? container.L[step] : undefined;
  return "M" in container ? attribute(container.M, step) : undefined;
}
