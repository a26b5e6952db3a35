import { invalidParameter, validation } from "../refusals.ts";
import { type KeyAttribute, type KeySchema, scalarText } from "../schema.ts";
import { type AttributeValue, typeOf } from "../values.ts";
import type { Comparator } from "./ast.ts";
import type { BoundCondition } from "./bind-condition.ts";
import type { BoundOperand } from "./bind-operand.ts";
import type { Path } from "./placeholders.ts";

/** What a query asks of the sort key; the bounds are key texts. */
export type SortCondition =
  | { readonly kind: "compare"; readonly comparator: Exclude<Comparator, "<>">; readonly bound: string }
  | { readonly kind: "between"; readonly low: string; readonly high: string }
  | { readonly kind: "begins-with"; readonly prefix: string };

/** A query's key condition. */
interface KeyCondition {
  readonly hash: string;
  readonly sort: SortCondition | undefined;
}

/** One condition of the expression, on one attribute. */
interface Clause {
  readonly name: string;
  readonly comparator: Exclude<Comparator, "<>"> | "between" | "begins-with";
  readonly values: readonly AttributeValue[];
}

const flipped: Readonly<Record<string, Exclude<Comparator, "<>">>> = {
  "=": "=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};
const functionNames = { exists: "attribute_exists", type: "attribute_type", contains: "contains" } as const;

/** Reads a bound condition as a key condition on `keys`. Throws ValidationException for anything else. */
export function bindKeyCondition(condition: BoundCondition, keys: KeySchema): KeyCondition {
  const clauses = clausesOf(condition);
  if (new Set(clauses.map(({ name }) => name)).size < clauses.length) {
    throw validation("KeyConditionExpressions must only contain one condition per key");
  }
  if (clauses.length > 2) throw validation("Conditions can be of length 1 or 2 only");
  const hash = clauses.find(({ name }) => name === keys.hash.name);
  if (hash === undefined) throw validation(`Query condition missed key schema element: ${keys.hash.name}`);
  if (hash.comparator !== "=") throw validation("Query key condition not supported");
  const other = clauses.find((clause) => clause !== hash);
  if (other !== undefined && other.name !== keys.range?.name) {
    throw validation(`Query condition missed key schema element: ${keys.range?.name ?? keys.hash.name}`);
  }
  const [hashText = ""] = keyTexts(hash, keys.hash);
  const sort = other === undefined || keys.range === undefined ? undefined : sortCondition(other, keys.range);
  return { hash: hashText, sort };
}

function sortCondition(clause: Clause, range: KeyAttribute): SortCondition {
  const [first = "", second = ""] = keyTexts(clause, range);
  switch (clause.comparator) {
    case "between":
      return { kind: "between", low: first, high: second };
    case "begins-with":
      return { kind: "begins-with", prefix: first };
    case "=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "compare", comparator: clause.comparator, bound: first };
  }
}

function keyTexts(clause: Clause, { name, type }: KeyAttribute): readonly string[] {
  return clause.values.map((value) => {
    if (typeOf(value) !== type) throw invalidParameter("Condition parameter type does not match schema type");
    const text = scalarText(value);
    if (text !== "") return text;
    throw validation(
      "One or more parameter values are not valid. " +
        `The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  });
}

function clausesOf(condition: BoundCondition): readonly Clause[] {
  switch (condition.kind) {
    case "and":
      return [...clausesOf(condition.left), ...clausesOf(condition.right)];
    case "or":
    case "not":
    case "in":
      return refuse(condition.kind.toUpperCase());
    case "exists":
      return refuse(condition.wanted ? functionNames.exists : "attribute_not_exists");
    case "type":
    case "contains":
      return refuse(functionNames[condition.kind]);
    case "compare": {
      const { comparator, left, right } = condition;
      if (comparator === "<>") return refuse("<>");
      const turned = left.kind === "value" && right.kind !== "value";
      return [
        clause(turned ? (flipped[comparator] ?? comparator) : comparator, turned ? right : left, [
          turned ? left : right,
        ]),
      ];
    }
    case "between":
      return [clause("between", condition.operand, [condition.low, condition.high])];
    case "begins-with":
      return [clause("begins-with", condition.left, [condition.right])];
  }
}

function refuse(operator: string): never {
  throw validation(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function clause(comparator: Clause["comparator"], subject: BoundOperand, bounds: readonly BoundOperand[]): Clause {
  const all = [subject, ...bounds];
  if (all.some(({ kind }) => kind === "size")) {
    throw validation("KeyConditionExpressions cannot contain nested operations");
  }
  if (bounds.some(({ kind }) => kind === "path")) {
    throw validation("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
  }
  if (subject.kind !== "path") {
    throw validation("Invalid condition in KeyConditionExpression: No key attribute specified");
  }
  const values = bounds.flatMap((bound) => (bound.kind === "value" ? [bound.value] : []));
  return { name: scalarName(subject.path), comparator, values };
}

function scalarName(path: Path): string {
  if (path.length === 1) return String(path[0]);
  throw validation(
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: " +
      `Key: ${String(path[0])}`,
  );
}
