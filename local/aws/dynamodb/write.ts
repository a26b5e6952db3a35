import { consumed, type Context } from "./context.ts";
import { type BoundCondition, bindCondition } from "./expressions/bind-condition.ts";
import { createBinding } from "./expressions/bind-operand.ts";
import { type BoundAction, bindUpdate } from "./expressions/bind-update.ts";
import { applyUpdate } from "./expressions/apply-update.ts";
import { holds } from "./expressions/evaluate.ts";
import { conditionPaths, refusePathsIntoKeys, updatePaths } from "./expressions/mentioned.ts";
import { parsePlaceholders, requireAllUsed, type UsedExpression } from "./expressions/placeholders.ts";
import { type Input, optionalText, refuseLegacy, requiredRecord, requiredText } from "./input.ts";
import { invalidParameter } from "./refusals.ts";
import type { Row } from "./row-set.ts";
import { type Key, parseItemKey, parseKey, requireStorable } from "./schema.ts";
import { requireTable, type Table } from "./table.ts";
import { writeUnits } from "./capacity.ts";
import { type Item, parseItem } from "./values.ts";

/** What a write does to its item. */
export type WriteKind = "put" | "update" | "delete" | "check";

/** A write whose request was found well-formed. */
export interface Write {
  readonly kind: WriteKind;
  readonly table: Table;
  readonly tableName: string;
  readonly key: Key;
  /** The item to put, or the key's attributes. */
  readonly item: Item;
  readonly condition: BoundCondition | undefined;
  readonly actions: readonly BoundAction[];
  readonly returnsOldOnFailure: boolean;
  /** What the item to put weighs, once it was found storable. */
  storable: number | undefined;
}

const empty: Item = {};
/** The expressions that take values. */
const inUpdates = ["UpdateExpression", "ConditionExpression"];
const inConditions = ["ConditionExpression"];

/** Reads a write from a request or from an entry of a transaction. Throws ValidationException and the like. */
export function prepareWrite(context: Context, kind: WriteKind, input: Input): Write {
  refuseLegacy(input);
  const tableName = requiredText(input, "TableName");
  const raw = requiredRecord(input, kind === "put" ? "Item" : "Key");
  const bound = bindExpressions(context, kind, input);
  const table = requireTable(context.state, context.region, tableName);
  const item = parseItem(raw);
  const key = kind === "put" ? parseItemKey(item, table.definition) : parseKey(item, table.definition);
  refuseKeyUpdates(bound.actions, table);
  if (bound.condition !== undefined) refusePathsIntoKeys(conditionPaths(bound.condition), table.definition);
  const returnsOldOnFailure = optionalText(input, "ReturnValuesOnConditionCheckFailure") === "ALL_OLD";
  const { condition, actions } = bound;
  return { kind, table, tableName, key, item, condition, actions, returnsOldOnFailure, storable: undefined };
}

/** What the item of a put weighs. Throws ValidationException where it can never be stored. */
export function requirePut(write: Write): number {
  write.storable ??= requireStorable(write.item, write.table.definition, false);
  return write.storable;
}

function bindExpressions(context: Context, kind: WriteKind, input: Input): Pick<Write, "condition" | "actions"> {
  const updateText = kind === "update" ? optionalText(input, "UpdateExpression") : undefined;
  const conditionText =
    kind === "check" ? requiredText(input, "ConditionExpression") : optionalText(input, "ConditionExpression");
  const { expressions } = context.state;
  const update = updateText === undefined ? undefined : expressions.update(updateText);
  const condition =
    conditionText === undefined ? undefined : expressions.condition(conditionText, "ConditionExpression");
  const used: readonly UsedExpression[] = [
    { parameter: "UpdateExpression", parsed: update },
    { parameter: "ConditionExpression", parsed: condition },
  ];
  const placeholders = parsePlaceholders(input, used, kind === "update" ? inUpdates : inConditions);
  const actions = update === undefined ? [] : bindUpdate(update.tree, createBinding("UpdateExpression", placeholders));
  const bound = condition && bindCondition(condition.tree, createBinding("ConditionExpression", placeholders));
  requireAllUsed(placeholders, used);
  return { condition: bound, actions };
}

function refuseKeyUpdates(actions: readonly BoundAction[], table: Table): void {
  if (actions.length === 0) return;
  const { hash, range } = table.definition.keys;
  for (const {
    path: [name],
  } of actions) {
    if (name === hash.name || name === range?.name) {
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
  }
}

/** Whether the item as it is lets the write through. */
export function permits(write: Write, row: Row | undefined): boolean {
  return write.condition === undefined || holds(write.condition, row?.item ?? empty);
}

/** The item after a write (undefined: none) and what it weighs. Throws ValidationException. */
export function outcome(
  write: Write,
  row: Row | undefined,
): { readonly item: Item | undefined; readonly bytes: number } {
  switch (write.kind) {
    case "put":
      return { item: write.item, bytes: requirePut(write) };
    case "delete":
      return { item: undefined, bytes: 0 };
    case "check":
      return { item: row?.item, bytes: row?.bytes ?? 0 };
    case "update": {
      refusePathsIntoKeys(updatePaths(write.actions), write.table.definition);
      const item = applyUpdate(write.actions, row?.item ?? write.item);
      return { item, bytes: requireStorable(item, write.table.definition, true) };
    }
  }
}

/** Counts what a write costs the table itself; a refused one costs as much as reading what refused it. */
export function countWrite(context: Context, write: Write, bytesBefore: number, bytesAfter: number, factor = 1): void {
  consumed(context, write.table).table.write += factor * writeUnits(bytesBefore, bytesAfter);
}
