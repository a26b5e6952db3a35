import { type AttributeType, compareValues, isAttributeType, typeOf } from "../values.ts";
import type { Comparator, Condition, FunctionCall, Operand } from "./ast.ts";
import {
  type Binding,
  bindOperand,
  type BoundOperand,
  requireDistinct,
  requireKnown,
  requirePath,
  requireType,
  wrongCount,
} from "./bind-operand.ts";
import type { Path } from "./placeholders.ts";

/** A condition that can be evaluated against an item without any further fault. */
export type BoundCondition =
  | { readonly kind: "and" | "or"; readonly left: BoundCondition; readonly right: BoundCondition }
  | { readonly kind: "not"; readonly inner: BoundCondition }
  | {
      readonly kind: "compare";
      readonly comparator: Comparator;
      readonly left: BoundOperand;
      readonly right: BoundOperand;
    }
  | {
      readonly kind: "between";
      readonly operand: BoundOperand;
      readonly low: BoundOperand;
      readonly high: BoundOperand;
    }
  | { readonly kind: "in"; readonly operand: BoundOperand; readonly candidates: readonly BoundOperand[] }
  | { readonly kind: "exists"; readonly path: Path; readonly wanted: boolean }
  | { readonly kind: "type"; readonly path: Path; readonly type: AttributeType }
  | { readonly kind: "begins-with" | "contains"; readonly left: BoundOperand; readonly right: BoundOperand };

const ordered: readonly AttributeType[] = ["S", "N", "B"];
const candidatesMax = 100;

/** Resolves a condition's placeholders and refuses what no item could ever answer. */
export function bindCondition(condition: Condition, binding: Binding): BoundCondition {
  switch (condition.kind) {
    case "and":
    case "or":
      return {
        kind: condition.kind,
        left: bindCondition(condition.left, binding),
        right: bindCondition(condition.right, binding),
      };
    case "not":
      return { kind: "not", inner: bindCondition(condition.inner, binding) };
    case "compare":
      return bindComparison(condition.comparator, condition.left, condition.right, binding);
    case "between":
      return bindBetween(condition, binding);
    case "in":
      return bindMembership(condition, binding);
    case "function":
      return bindPredicate(condition, binding);
  }
}

function bindComparison(comparator: Comparator, from: Operand, to: Operand, binding: Binding): BoundCondition {
  const left = bindOperand(from, binding);
  const right = bindOperand(to, binding);
  if (comparator !== "=" && comparator !== "<>") {
    requireType(comparator, left, ordered, binding);
    requireType(comparator, right, ordered, binding);
  }
  requireDistinct(comparator, left, [right], binding);
  return { kind: "compare", comparator, left, right };
}

function bindBetween(condition: Extract<Condition, { kind: "between" }>, binding: Binding): BoundCondition {
  const operand = bindOperand(condition.operand, binding);
  const low = bindOperand(condition.low, binding);
  const high = bindOperand(condition.high, binding);
  for (const each of [operand, low, high]) requireType("BETWEEN", each, ordered, binding);
  requireDistinct("BETWEEN", operand, [low, high], binding);
  if (low.kind === "value" && high.kind === "value") {
    const order = compareValues(low.value, high.value);
    if (order === undefined || order > 0) {
      const rule = order === undefined ? "same data type for" : "upper bound to be greater than or equal to";
      const bounds = order === undefined ? "lower and upper bounds" : "lower bound";
      binding.fail(
        `The BETWEEN operator requires ${rule} ${bounds}; ` +
          `lower bound operand: ${showBound(low)}, upper bound operand: ${showBound(high)}`,
      );
    }
  }
  return { kind: "between", operand, low, high };
}

function showBound({ value }: Extract<BoundOperand, { kind: "value" }>): string {
  return `AttributeValue: {${typeOf(value)}:${Object.values(value).join()}}`;
}

function bindMembership(condition: Extract<Condition, { kind: "in" }>, binding: Binding): BoundCondition {
  const operand = bindOperand(condition.operand, binding);
  const candidates = condition.candidates.map((candidate) => bindOperand(candidate, binding));
  if (candidates.length > candidatesMax) {
    binding.fail(`The IN operator is provided with too many operands; number of operands: ${candidates.length}`);
  }
  requireDistinct("IN", operand, candidates, binding);
  return { kind: "in", operand, candidates };
}

function bindPredicate(call: FunctionCall, binding: Binding): BoundCondition {
  requireKnown(call, binding);
  if (call.name === "size") {
    binding.fail("The function is not allowed to be used this way in an expression; function: size");
  }
  const operands = call.operands.map((operand) => bindOperand(operand, binding));
  const [left, right] = operands;
  if (left === undefined) return wrongCount(call, binding);
  if (call.name === "attribute_exists" || call.name === "attribute_not_exists") {
    if (operands.length !== 1) return wrongCount(call, binding);
    const path = requirePath(call.name, left, binding);
    return { kind: "exists", path, wanted: call.name === "attribute_exists" };
  }
  if (right === undefined || operands.length !== 2) return wrongCount(call, binding);
  if (call.name === "attribute_type") return bindTypeTest(left, right, binding);
  if (call.name === "begins_with") {
    requireType(call.name, left, ["S", "B"], binding);
    requireType(call.name, right, ["S", "B"], binding);
  }
  requireDistinct(call.name, left, [right], binding);
  return { kind: call.name === "begins_with" ? "begins-with" : "contains", left, right };
}

function bindTypeTest(left: BoundOperand, right: BoundOperand, binding: Binding): BoundCondition {
  const path = requirePath("attribute_type", left, binding);
  if (right.kind !== "value" || !("S" in right.value)) {
    const type = right.kind === "value" ? typeOf(right.value) : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
    return binding.fail(
      `Incorrect operand type for operator or function; operator or function: attribute_type, operand type: ${type}`,
    );
  }
  const type = right.value.S;
  if (isAttributeType(type)) return { kind: "type", path, type };
  return binding.fail(`Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`);
}
