import { addNumbers, subtractNumbers } from "../numbers.ts";
import { validation } from "../refusals.ts";
import { attribute, type AttributeValue, copyOf, type Item, sortMembers, without } from "../values.ts";
import type { BoundOperand } from "./bind-operand.ts";
import type { BoundAction, BoundAssigned } from "./bind-update.ts";
import { type Path, valueAt } from "./placeholders.ts";

/** A write at a path: a value, or undefined to remove what is there. */
interface Edit {
  readonly path: Path;
  readonly value: AttributeValue | undefined;
}

/**
 * The item after an update; `item` itself is untouched. All operands are read from the item as it was.
 * Throws ValidationException where the item does not have what the update expects.
 */
export function applyUpdate(actions: readonly BoundAction[], item: Item): Item {
  const edits = actions.map((action) => editOf(action, item));
  // Written attributes come before removed ones, in either way.
  if (edits.every(({ path }) => path.length === 1 && typeof path[0] === "string")) return editedTop(edits, item);
  return editedOneByOne(edits, item);
}

function editedOneByOne(edits: readonly Edit[], item: Item): Item {
  const written = edits.filter(({ value }) => value !== undefined).sort(byLastIndex);
  // Removing from the end first keeps the indexes of the rest what they were.
  const removed = edits.filter(({ value }) => value === undefined).sort((one, two) => byLastIndex(two, one));
  let result: AttributeValue = { M: item };
  for (const { path, value } of [...written, ...removed]) result = edited(result, path, 0, value);
  return "M" in result ? result.M : item;
}

/** An item with attributes of its own replaced or taken away: one copy, however many there are. */
function editedTop(edits: readonly Edit[], item: Item): Item {
  const changed = copyOf(item);
  const gone = new Set<string>();
  for (const { path, value } of edits) {
    const name = String(path[0]);
    // A member of this name would have to be defined, not assigned.
    if (name === "__proto__") return editedOneByOne(edits, item);
    if (value !== undefined) changed[name] = value;
    else if (attribute(item, name) !== undefined) gone.add(name);
  }
  return gone.size === 0 ? changed : without(changed, gone);
}

/** Appending beyond a list's end keeps the order of the indexes. */
function byLastIndex(one: Edit, two: Edit): number {
  const left = one.path.at(-1);
  const right = two.path.at(-1);
  return typeof left === "number" && typeof right === "number" ? left - right : 0;
}

function editOf(action: BoundAction, item: Item): Edit {
  const { path } = action;
  switch (action.kind) {
    case "set":
      return { path, value: assignedValue(action.assigned, item) };
    case "remove":
      return { path, value: undefined };
    case "add":
      return { path, value: added(valueAt(item, path), action.value) };
    case "delete":
      return { path, value: deleted(valueAt(item, path), action.value) };
  }
}

function assignedValue(assigned: BoundAssigned, item: Item): AttributeValue {
  if (assigned.kind !== "arithmetic") return read(assigned, item);
  const left = read(assigned.left, item);
  const right = read(assigned.right, item);
  if (!("N" in left) || !("N" in right)) throw wrongType();
  return { N: assigned.operator === "+" ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N) };
}

function read(operand: BoundOperand, item: Item): AttributeValue {
  switch (operand.kind) {
    case "value":
      return operand.value;
    case "path":
      return valueAt(item, operand.path) ?? absent();
    case "if-not-exists": {
      // Read even where it is not needed: what it refers to has to be there.
      const otherwise = read(operand.otherwise, item);
      return valueAt(item, operand.path) ?? otherwise;
    }
    case "list-append": {
      const first = read(operand.first, item);
      const second = read(operand.second, item);
      if (!("L" in first) || !("L" in second)) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
    case "size":
      throw new Error("a function of conditions in an update");
  }
}

function absent(): never {
  throw validation("The provided expression refers to an attribute that does not exist in the item");
}

function wrongType(): Error {
  return validation("An operand in the update expression has an incorrect data type");
}

function added(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (current === undefined) return value;
  if ("N" in current && "N" in value) return { N: addNumbers(current.N, value.N) };
  if ("SS" in current && "SS" in value) return { SS: union("SS", current.SS, value.SS) };
  if ("NS" in current && "NS" in value) return { NS: union("NS", current.NS, value.NS) };
  if ("BS" in current && "BS" in value) return { BS: union("BS", current.BS, value.BS) };
  throw wrongType();
}

/** What is left of a set; an empty set cannot be, so the attribute goes. */
function deleted(current: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  if (current === undefined) return undefined;
  if ("SS" in current && "SS" in value) return nonEmpty(difference(current.SS, value.SS), (SS) => ({ SS }));
  if ("NS" in current && "NS" in value) return nonEmpty(difference(current.NS, value.NS), (NS) => ({ NS }));
  if ("BS" in current && "BS" in value) return nonEmpty(difference(current.BS, value.BS), (BS) => ({ BS }));
  throw wrongType();
}

function nonEmpty(
  members: readonly string[],
  make: (members: readonly string[]) => AttributeValue,
): AttributeValue | undefined {
  return members.length === 0 ? undefined : make(members);
}

function union(type: "SS" | "NS" | "BS", left: readonly string[], right: readonly string[]): readonly string[] {
  return sortMembers(type, [...new Set([...left, ...right])]);
}

function difference(left: readonly string[], right: readonly string[]): readonly string[] {
  const gone = new Set(right);
  return left.filter((member) => !gone.has(member));
}

/** A copy of `container` with the value at `path` from step `at` on replaced; untouched branches are shared. */
function edited(container: AttributeValue, path: Path, at: number, value: AttributeValue | undefined): AttributeValue {
  const step = path[at];
  if (typeof step === "string" && "M" in container) return { M: editedMap(container.M, step, path, at, value) };
  if (typeof step === "number" && "L" in container) return { L: editedList(container.L, step, path, at, value) };
  throw validation("The document path provided in the update expression is invalid for update");
}

function editedMap(map: Item, name: string, path: Path, at: number, value: AttributeValue | undefined): Item {
  if (at < path.length - 1) return { ...map, [name]: edited(inside(attribute(map, name)), path, at + 1, value) };
  if (value !== undefined) return { ...map, [name]: value };
  return attribute(map, name) === undefined ? map : without(map, new Set([name]));
}

function editedList(
  list: readonly AttributeValue[],
  index: number,
  path: Path,
  at: number,
  value: AttributeValue | undefined,
): readonly AttributeValue[] {
  if (at < path.length - 1) return list.with(index, edited(inside(list[index]), path, at + 1, value));
  if (value === undefined) return list.filter((_, position) => position !== index);
  return index < list.length ? list.with(index, value) : [...list, value];
}

function inside(value: AttributeValue | undefined): AttributeValue {
  if (value !== undefined) return value;
  throw validation("The document path provided in the update expression is invalid for update");
}
