import { AwsError, notImplemented } from "../../../core/errors.ts";
import { isProperties, type Reader } from "../../inputs.ts";

/** Whether a record passes; without patterns every record does. */
export type RecordFilter = (record: unknown) => boolean;

type Test = (value: unknown, present: boolean) => boolean;

/** Compiles `filterCriteria`: a record passes if any pattern matches. Source: Lambda's "event filtering" rules. */
export function compileFilters(criteria: Reader | undefined): RecordFilter {
  const patterns = criteria?.children("filters").map((filter) => compilePattern(filter.requiredText("pattern"))) ?? [];
  return (record) => patterns.length === 0 || patterns.some((matches) => matches(record, true));
}

/** Compiles one pattern; rules that are not modelled are refused by name. */
export function compilePattern(text: string): Test {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new AwsError("InvalidParameterValueException", "Invalid filter pattern definition.");
  }
  if (!isProperties(pattern))
    throw new AwsError("InvalidParameterValueException", "Invalid filter pattern definition.");
  return compileObject(pattern);
}

function compileObject(pattern: Readonly<Record<string, unknown>>): Test {
  const fields = Object.entries(pattern).map(([key, rule]) => ({ key, test: compileField(key, rule) }));
  return (value) =>
    fields.every(({ key, test }) => {
      const object = isProperties(value) ? value : {};
      return test(object[key], Object.hasOwn(object, key));
    });
}

function compileField(key: string, rule: unknown): Test {
  if (key === "$or") throw notImplemented("the filter rule $or");
  if (isProperties(rule)) return compileObject(rule);
  if (!Array.isArray(rule)) throw new AwsError("InvalidParameterValueException", `Filter rule ${key} must be a list.`);
  const tests = rule.map(compileRule);
  return (value, present) => {
    const candidates: readonly unknown[] = Array.isArray(value) ? value : [value];
    return tests.some((test) => candidates.some((candidate) => test(candidate, present)));
  };
}

function compileRule(rule: unknown): Test {
  if (!isProperties(rule)) return (value, present) => present && value === rule;
  const [[name, operand] = ["", undefined]] = Object.entries(rule);
  switch (name) {
    case "exists":
      return (_value, present) => present === operand;
    case "prefix":
      return (value) => typeof value === "string" && typeof operand === "string" && value.startsWith(operand);
    case "anything-but": {
      const excluded = compileExcluded(operand);
      return (value, present) => present && !excluded(value);
    }
    default:
      throw notImplemented(`the filter rule ${name}`);
  }
}

function compileExcluded(operand: unknown): (value: unknown) => boolean {
  if (!isProperties(operand)) {
    const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    return (value) => values.includes(value);
  }
  const { prefix, ...others } = operand;
  const [other] = Object.keys(others);
  if (other !== undefined || typeof prefix !== "string") throw notImplemented(`the filter rule anything-but ${other}`);
  return (value) => typeof value === "string" && value.startsWith(prefix);
}
