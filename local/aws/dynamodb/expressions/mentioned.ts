import type { BoundCondition } from "./bind-condition.ts";
import type { BoundOperand } from "./bind-operand.ts";

/** The top-level attributes that a condition looks at. */
export function mentionedNames(condition: BoundCondition): readonly string[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...mentionedNames(condition.left), ...mentionedNames(condition.right)];
    case "not":
      return mentionedNames(condition.inner);
    case "exists":
    case "type":
      return [String(condition.path[0])];
    case "between":
      return [condition.operand, condition.low, condition.high].flatMap(namesOf);
    case "in":
      return [condition.operand, ...condition.candidates].flatMap(namesOf);
    case "compare":
    case "begins-with":
    case "contains":
      return [condition.left, condition.right].flatMap(namesOf);
  }
}

function namesOf(operand: BoundOperand): readonly string[] {
  switch (operand.kind) {
    case "value":
      return [];
    case "path":
      return [String(operand.path[0])];
    case "size":
      return namesOf(operand.of);
    case "if-not-exists":
    case "list-append":
      return [];
  }
}
