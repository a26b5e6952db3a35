import { validation } from "../refusals.ts";
import { keyAttributes, type TableDefinition } from "../schema.ts";
import type { BoundCondition } from "./bind-condition.ts";
import type { BoundOperand } from "./bind-operand.ts";
import type { BoundAction } from "./bind-update.ts";
import type { Path } from "./placeholders.ts";

/** The paths that a condition looks at. */
export function conditionPaths(condition: BoundCondition): readonly Path[] {
  const paths: Path[] = [];
  collectPaths(condition, paths);
  return paths;
}

function collectPaths(condition: BoundCondition, paths: Path[]): void {
  switch (condition.kind) {
    case "and":
    case "or":
      collectPaths(condition.left, paths);
      collectPaths(condition.right, paths);
      return;
    case "not":
      collectPaths(condition.inner, paths);
      return;
    case "exists":
    case "type":
      paths.push(condition.path);
      return;
    case "between":
      collectOperands([condition.operand, condition.low, condition.high], paths);
      return;
    case "in":
      collectOperands([condition.operand, ...condition.candidates], paths);
      return;
    case "compare":
    case "begins-with":
    case "contains":
      collectOperand(condition.left, paths);
      collectOperand(condition.right, paths);
      return;
  }
}

/** The paths that an update writes or reads. */
export function updatePaths(actions: readonly BoundAction[]): readonly Path[] {
  const paths: Path[] = [];
  for (const action of actions) {
    paths.push(action.path);
    if (action.kind !== "set") continue;
    const { assigned } = action;
    if (assigned.kind === "arithmetic") collectOperands([assigned.left, assigned.right], paths);
    else collectOperand(assigned, paths);
  }
  return paths;
}

function collectOperands(operands: readonly BoundOperand[], paths: Path[]): void {
  for (const operand of operands) collectOperand(operand, paths);
}

function collectOperand(operand: BoundOperand, paths: Path[]): void {
  switch (operand.kind) {
    case "value":
      return;
    case "path":
      paths.push(operand.path);
      return;
    case "size":
      collectOperand(operand.of, paths);
      return;
    case "if-not-exists":
      paths.push(operand.path);
      collectOperand(operand.otherwise, paths);
      return;
    case "list-append":
      collectOperand(operand.first, paths);
      collectOperand(operand.second, paths);
      return;
  }
}

/** Refuses paths that lead into a key of the table or of an index: keys have no inside. */
export function refusePathsIntoKeys(paths: readonly Path[], { keys, indexes }: TableDefinition): void {
  for (const path of paths) {
    if (path.length < 2) continue;
    const [first] = path;
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
