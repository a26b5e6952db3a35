import { validation } from "../refusals.ts";
import { type AttributeType, type AttributeValue, typeOf } from "../values.ts";
import type { FunctionCall, Operand } from "./ast.ts";
import { type Path, type Placeholders, resolvePath, resolveValue, showPath } from "./placeholders.ts";

/** An operand with its placeholders resolved and its shape judged. */
export type BoundOperand =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly of: BoundOperand }
  | { readonly kind: "if-not-exists"; readonly path: Path; readonly otherwise: BoundOperand }
  | { readonly kind: "list-append"; readonly first: BoundOperand; readonly second: BoundOperand };

/** What binding needs to know of the expression that it binds. */
export interface Binding {
  readonly placeholders: Placeholders;
  readonly isUpdate: boolean;
  readonly fail: (message: string) => never;
}

const conditionFunctions = ["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"];
const updateFunctions = ["if_not_exists", "list_append"];

/** The binding of an expression that is given as `parameter`. */
export function createBinding(parameter: string, placeholders: Placeholders): Binding {
  return {
    placeholders,
    isUpdate: parameter === "UpdateExpression",
    fail: (message) => {
      throw validation(`Invalid ${parameter}: ${message}`);
    },
  };
}

/** Binds an operand; functions are judged by whether they give a value in this kind of expression. */
export function bindOperand(operand: Operand, binding: Binding): BoundOperand {
  switch (operand.kind) {
    case "path":
      return { kind: "path", path: resolvePath(operand.steps, binding.placeholders, binding.fail) };
    case "value":
      return { kind: "value", value: resolveValue(operand.placeholder, binding.placeholders, binding.fail) };
    case "function":
      return bindFunction(operand, binding);
  }
}

function bindFunction(call: FunctionCall, binding: Binding): BoundOperand {
  requireKnown(call, binding);
  if (call.operands.some((operand) => operand.kind === "function" && operand.name === "list_append")) {
    binding.fail("The function is not allowed to be used this way in an expression; function: list_append");
  }
  const operands = call.operands.map((operand) => bindOperand(operand, binding));
  const [first, second] = operands;
  if (call.name === "size") {
    if (first === undefined || operands.length !== 1) return wrongCount(call, binding);
    requireType(call.name, first, ["S", "B", "SS", "NS", "BS", "L", "M"], binding);
    return { kind: "size", of: first };
  }
  if (!binding.isUpdate) {
    return binding.fail(`The function is not allowed to be used this way in an expression; function: ${call.name}`);
  }
  if (first === undefined || second === undefined || operands.length !== 2) return wrongCount(call, binding);
  if (call.name === "list_append") {
    requireType(call.name, first, ["L"], binding);
    requireType(call.name, second, ["L"], binding);
    return { kind: "list-append", first, second };
  }
  requireDistinct(call.name, first, [second], binding);
  return { kind: "if-not-exists", path: requirePath(call.name, first, binding), otherwise: second };
}

/** Refuses a function that is not there, or not in this kind of expression. */
export function requireKnown(call: FunctionCall, binding: Binding): void {
  const ofCondition = call.name === "size" || conditionFunctions.includes(call.name);
  const ofUpdate = updateFunctions.includes(call.name);
  if (!ofCondition && !ofUpdate) binding.fail(`Invalid function name; function: ${call.name}`);
  if (binding.isUpdate && !ofUpdate) {
    binding.fail(`The function is not allowed in an update expression; function: ${call.name}`);
  }
  if (!binding.isUpdate && !ofCondition) {
    binding.fail(`The function is not allowed in a condition expression; function: ${call.name}`);
  }
}

/** Refuses a function for how many operands it was given. */
export function wrongCount(call: FunctionCall, binding: Binding): never {
  return binding.fail(
    "Incorrect number of operands for operator or function; " +
      `operator or function: ${call.name}, number of operands: ${call.operands.length}`,
  );
}

/** The path of an operand that has to be one. */
export function requirePath(name: string, operand: BoundOperand, binding: Binding): Path {
  if (operand.kind === "path") return operand.path;
  return binding.fail(`Operator or function requires a document path; operator or function: ${name}`);
}

/** The type that an operand is known to have before any item is looked at. */
function staticType(operand: BoundOperand): AttributeType | undefined {
  switch (operand.kind) {
    case "value":
      return typeOf(operand.value);
    case "size":
      return "N";
    case "list-append":
      return "L";
    case "path":
    case "if-not-exists":
      return undefined;
  }
}

/** Refuses an operand whose type is known and is none of those allowed. */
export function requireType(
  name: string,
  operand: BoundOperand,
  allowed: readonly AttributeType[],
  binding: Binding,
): void {
  const type = staticType(operand);
  if (type === undefined || allowed.includes(type)) return;
  binding.fail(`Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`);
}

/** Refuses an operator that is given the same path twice. */
export function requireDistinct(
  name: string,
  first: BoundOperand,
  rest: readonly BoundOperand[],
  binding: Binding,
): void {
  if (first.kind !== "path" || !rest.some((operand) => operand.kind === "path")) return;
  const shown = showPath(first.path);
  if (!rest.some((operand) => operand.kind === "path" && showPath(operand.path) === shown)) return;
  binding.fail(
    "The first operand must be distinct from the remaining operands for this operator or function; " +
      `operator: ${name}, first operand: ${shown}`,
  );
}
