import { type AttributeValue, compareValues, type Item, sameValue, typeOf } from "../values.ts";
import type { Comparator } from "./ast.ts";
import type { BoundCondition } from "./bind-condition.ts";
import type { BoundOperand } from "./bind-operand.ts";
import { valueAt } from "./placeholders.ts";

/** Whether an item (empty where there is none) fulfils a condition. What is absent compares to nothing. */
export function holds(condition: BoundCondition, item: Item): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item) && holds(condition.right, item);
    case "or":
      return holds(condition.left, item) || holds(condition.right, item);
    case "not":
      return !holds(condition.inner, item);
    case "compare":
      return compares(condition.comparator, read(condition.left, item), read(condition.right, item));
    case "between": {
      const value = read(condition.operand, item);
      return compares(">=", value, read(condition.low, item)) && compares("<=", value, read(condition.high, item));
    }
    case "in": {
      const value = read(condition.operand, item);
      return condition.candidates.some((candidate) => compares("=", value, read(candidate, item)));
    }
    case "exists":
      return (valueAt(item, condition.path) !== undefined) === condition.wanted;
    case "type": {
      const value = valueAt(item, condition.path);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case "begins-with":
      return beginsWith(read(condition.left, item), read(condition.right, item));
    case "contains":
      return contains(read(condition.left, item), read(condition.right, item));
  }
}

function compares(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (comparator === "<>") return !sameOrAbsent(left, right);
  if (left === undefined || right === undefined) return false;
  if (comparator === "=") return sameValue(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function sameOrAbsent(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && sameValue(left, right);
}

function read(operand: BoundOperand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case "value":
      return operand.value;
    case "path":
      return valueAt(item, operand.path);
    case "size": {
      const value = read(operand.of, item);
      const size = value === undefined ? undefined : sizeOf(value);
      return size === undefined ? undefined : { N: size.toString() };
    }
    case "if-not-exists":
    case "list-append":
      throw new Error("a function of updates in a condition");
  }
}

/** What `size()` tells: UTF-16 units of a text, bytes of a binary, members of the rest; nothing of other types. */
function sizeOf(value: AttributeValue): number | undefined {
  if ("S" in value) return value.S.length;
  if ("B" in value) return Buffer.byteLength(value.B, "base64");
  if ("SS" in value) return value.SS.length;
  if ("NS" in value) return value.NS.length;
  if ("BS" in value) return value.BS.length;
  if ("L" in value) return value.L.length;
  return "M" in value ? Object.keys(value.M).length : undefined;
}

function beginsWith(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if ("S" in left && "S" in right) return left.S.startsWith(right.S);
  return "B" in left && "B" in right && hex(left.B).startsWith(hex(right.B));
}

function contains(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if ("L" in left) return left.L.some((member) => sameValue(member, right));
  if ("S" in right) return "S" in left ? left.S.includes(right.S) : "SS" in left && left.SS.includes(right.S);
  if ("N" in right) return "NS" in left && left.NS.includes(right.N);
  if (!("B" in right)) return false;
  if ("BS" in left) return left.BS.includes(right.B);
  return "B" in left && Buffer.from(left.B, "base64").includes(Buffer.from(right.B, "base64"));
}

function hex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}
