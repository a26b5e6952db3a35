import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../inputs.ts";

/** Whether a request matches a rule's statement. */
export type Matcher = (headers: Headers) => boolean;

type Compare = (value: string, searched: string) => boolean;

const compares: ReadonlyMap<unknown, Compare> = new Map<unknown, Compare>([
  ["EXACTLY", (value, searched) => value === searched],
  ["STARTS_WITH", (value, searched) => value.startsWith(searched)],
  ["ENDS_WITH", (value, searched) => value.endsWith(searched)],
  ["CONTAINS", (value, searched) => value.includes(searched)],
]);

/**
 * The matcher of a rule's statement: byte matches on one header without a transformation, and their and, or, not.
 * Undefined where the statement is anything else: such a rule is declared only.
 */
export function compileStatement(statement: unknown): Matcher | undefined {
  const { byteMatchStatement, orStatement, andStatement, notStatement } = section(statement);
  if (byteMatchStatement !== undefined) {
    return compileByteMatch(section(byteMatchStatement));
  }
  if (orStatement !== undefined) {
    const parts = compileAll(orStatement);
    return parts && ((headers) => parts.some((matches) => matches(headers)));
  }
  if (andStatement !== undefined) {
    const parts = compileAll(andStatement);
    return parts && ((headers) => parts.every((matches) => matches(headers)));
  }
  if (notStatement !== undefined) {
    const parts = compileAll(notStatement);
    return parts && ((headers) => !parts.every((matches) => matches(headers)));
  }
  return undefined;
}

function compileAll(statement: unknown): readonly Matcher[] | undefined {
  const statements = section(statement)["statements"];
  if (!Array.isArray(statements) || statements.length === 0) {
    return undefined;
  }
  const matchers = statements.map(compileStatement).filter((matcher) => matcher !== undefined);
  return matchers.length === statements.length ? matchers : undefined;
}

function compileByteMatch(statement: Properties): Matcher | undefined {
  const compare = compares.get(statement["positionalConstraint"]);
  const header = section(section(statement["fieldToMatch"])["singleHeader"])["name"];
  const transformations = statement["textTransformations"];
  const plain = Array.isArray(transformations) && transformations.every((one) => section(one)["type"] === "NONE");
  const searched = statement["searchString"];
  if (compare === undefined || typeof header !== "string" || !plain || typeof searched !== "string") {
    return undefined;
  }
  return (headers) => {
    const value = headers.get(header);
    return value !== null && compare(value, searched);
  };
}

/** The object at a place of a rule; empty where there is none. */
export function section(value: unknown): Properties {
  return isProperties(value) ? value : {};
}
