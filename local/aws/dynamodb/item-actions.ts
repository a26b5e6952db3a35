import { AwsError } from "../../core/errors.ts";
import { consumedCapacity, readUnits } from "./capacity.ts";
import { commit, consumed, type Context } from "./context.ts";
import { refusePathsIntoKeys } from "./expressions/mentioned.ts";
import { parsePlaceholders, type Path, requireAllUsed } from "./expressions/placeholders.ts";
import { bindProjection, project } from "./expressions/project.ts";
import { capacityMode, flag, type Input, optionalText, refuseLegacy, requiredRecord, requiredText } from "./input.ts";
import { validation } from "./refusals.ts";
import { parseKey } from "./schema.ts";
import { requireTable, type Table } from "./table.ts";
import { type Item, parseItem } from "./values.ts";
import { countWrite, outcome, permits, prepareWrite, requirePut, type Write, type WriteKind } from "./write.ts";

/** PutItem, UpdateItem and DeleteItem. */
export function writeItem(context: Context, kind: Exclude<WriteKind, "check">, input: Input): object {
  const mode = capacityMode(input);
  const returns = optionalText(input, "ReturnValues") ?? "NONE";
  const allowed =
    kind === "update" ? ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"] : ["NONE", "ALL_OLD"];
  if (!allowed.includes(returns)) throw validation("Return values set to invalid value");
  const write = prepareWrite(context, kind, input);
  const row = write.table.storage.find(write.key);
  const before = row?.item;
  const bytesBefore = row?.bytes ?? 0;
  // What can never be stored is refused before the condition is judged.
  if (kind === "put") requirePut(write);
  if (!permits(write, row)) {
    countWrite(context, write, bytesBefore, 0);
    throw conditionFailed(write.returnsOldOnFailure ? before : undefined);
  }
  const after = outcome(write, row);
  countWrite(context, write, bytesBefore, after.bytes);
  commit(context, write.table, write.key, after.item, after.bytes);
  const attributes = returned(returns, write, before, after.item);
  return replyOf("Attributes", attributes, consumedCapacity(mode, write.tableName, consumed(context, write.table)));
}

function conditionFailed(item: Item | undefined): AwsError {
  const details = item === undefined ? {} : { Item: item };
  return new AwsError("ConditionalCheckFailedException", "The conditional request failed", 400, details);
}

function returned(returns: string, write: Write, before: Item | undefined, after: Item | undefined): Item | undefined {
  switch (returns) {
    case "ALL_OLD":
      return before;
    case "ALL_NEW":
      return after;
    case "UPDATED_OLD":
      return updatedPart(write.actions, before ?? {});
    case "UPDATED_NEW":
      // What is removed has no new value, even where a list closed up.
      return updatedPart(
        write.actions.filter(({ kind }) => kind !== "remove"),
        after ?? {},
      );
    default:
      return undefined;
  }
}

/** What the update wrote into, no more of it than its paths lead to in this item. */
function updatedPart(actions: Write["actions"], item: Item): Item | undefined {
  const part = project(
    item,
    actions.map(({ path }) => path),
  );
  return Object.keys(part).length === 0 ? undefined : part;
}

/** GetItem. */
export function getItem(context: Context, input: Input): object {
  const mode = capacityMode(input);
  const read = prepareRead(context, input);
  const row = read.table.storage.find(read.key);
  consumed(context, read.table).table.read += readUnits(row?.bytes ?? 0, flag(input, "ConsistentRead"));
  const item = row === undefined ? undefined : shown(row.item, read.paths);
  return replyOf("Item", item, consumedCapacity(mode, read.tableName, consumed(context, read.table)));
}

/** A read of one item whose request was found well-formed. */
export interface Read {
  readonly table: Table;
  readonly tableName: string;
  readonly key: ReturnType<typeof parseKey>;
  readonly paths: readonly Path[] | undefined;
}

/** Reads a get from a request or from an entry of a transaction. */
export function prepareRead(context: Context, input: Input): Read {
  refuseLegacy(input);
  const name = requiredText(input, "TableName");
  const raw = requiredRecord(input, "Key");
  const paths = prepareProjection(context, input);
  const table = requireTable(context.state, context.region, name);
  refusePathsIntoKeys(paths ?? [], table.definition);
  return { table, tableName: name, key: parseKey(parseItem(raw), table.definition), paths };
}

/** Reads a ProjectionExpression with its names; undefined where the whole item is wanted. */
export function prepareProjection(context: Context, input: Input): readonly Path[] | undefined {
  const text = optionalText(input, "ProjectionExpression");
  const parsed = text === undefined ? undefined : context.state.expressions.projection(text);
  const used = [{ parameter: "ProjectionExpression", parsed }];
  const placeholders = parsePlaceholders(input, used, []);
  const paths = parsed === undefined ? undefined : bindProjection(parsed.tree, placeholders);
  requireAllUsed(placeholders, used);
  return paths;
}

/** What a reply shows of an item. */
export function shown(item: Item, paths: readonly Path[] | undefined): Item {
  return paths === undefined ? item : project(item, paths);
}

function replyOf(name: "Item" | "Attributes", item: Item | undefined, capacity: object | undefined): object {
  const reply: Record<string, unknown> = {};
  if (item !== undefined) reply[name] = item;
  if (capacity !== undefined) reply["ConsumedCapacity"] = capacity;
  return reply;
}
