import { validation } from "../refusals.ts";
import { keyAttributes, type TableDefinition } from "../schema.ts";
import type { BoundCondition } from "./bind-condition.ts";
import type { BoundOperand } from "./bind-operand.ts";
import type { BoundAction } from "./bind-update.ts";
import type { Path } from "./placeholders.ts";

/** The paths that a condition looks at. */
export function conditionPaths(condition: BoundCondition): readonly Path[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...conditionPaths(condition.left), ...conditionPaths(condition.right)];
    case "not":
      return conditionPaths(condition.inner);
    case "exists":
    case "type":
      return [condition.path];
    case "between":
      return [condition.operand, condition.low, condition.high].flatMap(operandPaths);
    case "in":
      return [condition.operand, ...condition.candidates].flatMap(operandPaths);
    case "compare":
    case "begins-with":
    case "contains":
      return [condition.left, condition.right].flatMap(operandPaths);
  }
}

/** The paths that an update writes or reads. */
export function updatePaths(actions: readonly BoundAction[]): readonly Path[] {
  return actions.flatMap((action) => {
    if (action.kind !== "set") return [action.path];
    const { assigned } = action;
    const read = assigned.kind === "arithmetic" ? [assigned.left, assigned.right] : [assigned];
    return [action.path, ...read.flatMap(operandPaths)];
  });
}

function operandPaths(operand: BoundOperand): readonly Path[] {
  switch (operand.kind) {
    case "value":
      return [];
    case "path":
      return [operand.path];
    case "size":
      return operandPaths(operand.of);
    case "if-not-exists":
      return [operand.path, ...operandPaths(operand.otherwise)];
    case "list-append":
      return [...operandPaths(operand.first), ...operandPaths(operand.second)];
  }
}

/** Refuses paths that lead into a key of the table or of an index: keys have no inside. */
export function refusePathsIntoKeys(paths: readonly Path[], { keys, indexes }: TableDefinition): void {
  for (const [first, ...rest] of paths) {
    if (rest.length === 0) continue;
    const isKey = keyAttributes(keys).some(({ name }) => name === first);
    const isIndexKey = indexes.some((index) => keyAttributes(index.keys).some(({ name }) => name === first));
    if (isKey || isIndexKey) {
      throw validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: " +
          `${isKey ? "Key" : "IndexKey"}: ${String(first)}`,
      );
    }
  }
}
