import { type AttributeValue, type AttributeType, typeOf } from "../values.ts";
import type { Assigned, UpdateAction } from "./ast.ts";
import { type Binding, bindOperand, type BoundOperand, requireType } from "./bind-operand.ts";
import { requireApart } from "./overlap.ts";
import { type Path, resolvePath, resolveValue } from "./placeholders.ts";

/** The right side of a bound `SET`. */
export type BoundAssigned =
  | BoundOperand
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-";
      readonly left: BoundOperand;
      readonly right: BoundOperand;
    };

/** One action of an update, ready to be applied. */
export type BoundAction =
  | { readonly kind: "set"; readonly path: Path; readonly assigned: BoundAssigned }
  | { readonly kind: "remove"; readonly path: Path }
  | { readonly kind: "add" | "delete"; readonly path: Path; readonly value: AttributeValue };

const typeNames: Readonly<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  NULL: "NULL",
  SS: "STRING_SET",
  NS: "NUMBER_SET",
  BS: "BINARY_SET",
  L: "LIST",
  M: "MAP",
};

/** Resolves an update's placeholders and refuses operands and paths that no item could ever take. */
export function bindUpdate(actions: readonly UpdateAction[], binding: Binding): readonly BoundAction[] {
  const bound = actions.map((action) => bindAction(action, binding));
  requireApart(
    bound.map(({ path }) => path),
    binding,
  );
  return bound;
}

function bindAction(action: UpdateAction, binding: Binding): BoundAction {
  const path = resolvePath(action.steps, binding.placeholders, binding.fail);
  switch (action.kind) {
    case "set":
      return { kind: "set", path, assigned: bindAssigned(action.assigned, binding) };
    case "remove":
      return { kind: "remove", path };
    case "add":
      return { kind: "add", path, value: bindMembers("ADD", action.placeholder, ["N", "SS", "NS", "BS"], binding) };
    case "delete":
      return { kind: "delete", path, value: bindMembers("DELETE", action.placeholder, ["SS", "NS", "BS"], binding) };
  }
}

function bindAssigned(assigned: Assigned, binding: Binding): BoundAssigned {
  if (assigned.kind !== "arithmetic") return bindOperand(assigned, binding);
  const left = bindOperand(assigned.left, binding);
  const right = bindOperand(assigned.right, binding);
  requireType(assigned.operator, left, ["N"], binding);
  requireType(assigned.operator, right, ["N"], binding);
  return { kind: "arithmetic", operator: assigned.operator, left, right };
}

function bindMembers(
  operator: string,
  placeholder: string,
  allowed: readonly AttributeType[],
  binding: Binding,
): AttributeValue {
  const value = resolveValue(placeholder, binding.placeholders, binding.fail);
  const type = typeOf(value);
  if (allowed.includes(type)) return value;
  return binding.fail(
    `Incorrect operand type for operator or function; operator: ${operator}, ` +
      `operand type: ${typeNames[type]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
  );
}
