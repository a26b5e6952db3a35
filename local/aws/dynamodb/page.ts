import { constraintFailed, validation } from "./refusals.ts";
import { consumedCapacity, indexUnitsOf } from "./capacity.ts";
import { consumed, type Context } from "./context.ts";
import { type BoundCondition, bindCondition } from "./expressions/bind-condition.ts";
import { createBinding } from "./expressions/bind-operand.ts";
import { holds } from "./expressions/evaluate.ts";
import { conditionPaths, refusePathsIntoKeys } from "./expressions/mentioned.ts";
import { parsePlaceholders, type Path, requireAllUsed } from "./expressions/placeholders.ts";
import { bindProjection } from "./expressions/project.ts";
import {
  capacityMode,
  flag,
  type Input,
  optionalChoice,
  optionalInteger,
  optionalRecord,
  optionalText,
  refuseLegacy,
  requiredText,
} from "./input.ts";
import { shown } from "./item-actions.ts";
import { invalidParameter } from "./refusals.ts";
import type { Row, RowSet } from "./row-set.ts";
import { type IndexDefinition, indexProjection, keyAttributes, type KeyAttribute } from "./schema.ts";
import { requireTable, type Table } from "./table.ts";
import { attribute, type AttributeValue, type Item, itemBytes, parseItem, typeOf } from "./values.ts";

/** What Query and Scan have in common, read and checked. */
export interface PageRequest {
  readonly table: Table;
  readonly tableName: string;
  readonly index: IndexDefinition | undefined;
  readonly rows: RowSet;
  readonly keyCondition: BoundCondition | undefined;
  readonly filter: BoundCondition | undefined;
  readonly paths: readonly Path[] | undefined;
  readonly countsOnly: boolean;
  readonly limit: number;
  readonly startKey: Item | undefined;
  readonly isConsistent: boolean;
  readonly capacity: string | undefined;
}

const pageBytesMax = 1024 * 1024;

/** Reads a Query or Scan. */
export function preparePage(context: Context, input: Input): PageRequest {
  refuseLegacy(input);
  const name = requiredText(input, "TableName");
  const limit = optionalInteger(input, "Limit");
  if (limit !== undefined && limit < 1) {
    throw constraintFailed(`'${limit}'`, "limit", "Member must have value greater than or equal to 1");
  }
  const bound = bindPage(context, input);
  const table = requireTable(context.state, context.region, name);
  const index = requireIndex(table, optionalText(input, "IndexName"));
  const isConsistent = flag(input, "ConsistentRead");
  if (index !== undefined && isConsistent) {
    throw validation("Consistent reads are not supported on global secondary indexes");
  }
  refusePathsIntoKeys(
    [...(bound.paths ?? []), ...(bound.filter ? conditionPaths(bound.filter) : [])],
    table.definition,
  );
  if (index !== undefined && index.projection !== "ALL") requireProjected(bound, index, table);
  return {
    table,
    tableName: name,
    index,
    isConsistent,
    ...bound,
    rows: (index && table.storage.indexes.get(index.name)) ?? table.storage.primary,
    countsOnly: requireSelect(input, index, bound.paths !== undefined),
    limit: limit ?? Number.POSITIVE_INFINITY,
    startKey: parseStartKey(input, table, index),
    capacity: capacityMode(input),
  };
}

function bindPage(context: Context, input: Input): Pick<PageRequest, "keyCondition" | "filter" | "paths"> {
  const { expressions } = context.state;
  const keyText = optionalText(input, "KeyConditionExpression");
  const filterText = optionalText(input, "FilterExpression");
  const projectionText = optionalText(input, "ProjectionExpression");
  const key = keyText === undefined ? undefined : expressions.condition(keyText, "KeyConditionExpression");
  const filter = filterText === undefined ? undefined : expressions.condition(filterText, "FilterExpression");
  const projection = projectionText === undefined ? undefined : expressions.projection(projectionText);
  const used = [
    { parameter: "ProjectionExpression", parsed: projection },
    { parameter: "FilterExpression", parsed: filter },
    { parameter: "KeyConditionExpression", parsed: key },
  ];
  const placeholders = parsePlaceholders(input, used, ["FilterExpression", "KeyConditionExpression"]);
  const bound = {
    keyCondition: key && bindCondition(key.tree, createBinding("KeyConditionExpression", placeholders)),
    filter: filter && bindCondition(filter.tree, createBinding("FilterExpression", placeholders)),
    paths: projection && bindProjection(projection.tree, placeholders),
  };
  requireAllUsed(placeholders, used);
  return bound;
}

function requireIndex(table: Table, name: string | undefined): IndexDefinition | undefined {
  if (name === undefined) return undefined;
  const index = table.definition.indexes.find((one) => one.name === name);
  if (index === undefined) throw validation(`The table does not have the specified index: ${name}`);
  return index;
}

function requireProjected(
  { paths, filter }: Pick<PageRequest, "paths" | "filter">,
  index: IndexDefinition,
  table: Table,
): void {
  const keys = [...keyAttributes(index.keys), ...keyAttributes(table.definition.keys)].map(({ name }) => name);
  const known = new Set([...keys, ...index.nonKeyAttributes]);
  const missing = (paths ?? []).map(([first]) => String(first)).filter((name) => !known.has(name));
  if (missing.length > 0) {
    throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(", ")}]`);
  }
  const unseen = (filter === undefined ? [] : conditionPaths(filter))
    .map(([first]) => String(first))
    .filter((name) => !known.has(name));
  if (unseen.length > 0) {
    throw invalidParameter(
      `Secondary index ${index.name} does not project one or more filter attributes: [${unseen.join(", ")}]`,
    );
  }
}

function requireSelect(input: Input, index: IndexDefinition | undefined, isProjected: boolean): boolean {
  const select = optionalChoice(input, "Select", [
    ...(["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"] as const),
  ]);
  if (select === "SPECIFIC_ATTRIBUTES" && !isProjected) {
    throw validation(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  }
  if (isProjected && select !== undefined && select !== "SPECIFIC_ATTRIBUTES") {
    const wanted = select === "COUNT" ? "only the Count" : select;
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${wanted}`);
  }
  if (select === "ALL_PROJECTED_ATTRIBUTES" && index === undefined) {
    throw validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  if (select === "ALL_ATTRIBUTES" && index !== undefined && index.projection !== "ALL") {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} ` +
        "because its projection type is not ALL",
    );
  }
  return select === "COUNT";
}

function startAttributes(table: Table, index: IndexDefinition | undefined): readonly KeyAttribute[] {
  const all = [...keyAttributes(table.definition.keys), ...(index === undefined ? [] : keyAttributes(index.keys))];
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

function parseStartKey(input: Input, table: Table, index: IndexDefinition | undefined): Item | undefined {
  const raw = optionalRecord(input, "ExclusiveStartKey");
  if (raw === undefined) return undefined;
  const key = parseItem(raw);
  const wanted = startAttributes(table, index);
  const fits = wanted.every(({ name, type }) => {
    const value = attribute(key, name);
    return value !== undefined && typeOf(value) === type;
  });
  if (fits && Object.keys(key).length === wanted.length) return key;
  throw validation("The provided starting key is invalid: The provided key element does not match the schema");
}

/** Where the next page begins: the keys of the last row looked at. */
function lastKey(row: Row, table: Table, index: IndexDefinition | undefined): Item {
  const entries: [string, AttributeValue][] = startAttributes(table, index).flatMap(({ name }) => {
    const value = attribute(row.item, name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** Reads rows until the page is full, and answers. */
export function replyPage(context: Context, request: PageRequest, rows: Iterable<Row>): object {
  const { table, index, filter, paths } = request;
  const items: Item[] = [];
  let [count, scanned, bytes] = [0, 0, 0];
  let last: Row | undefined;
  for (const row of rows) {
    const item = index === undefined ? row.item : indexProjection(row.item, index, table.definition.keys);
    scanned += 1;
    bytes += index === undefined ? row.bytes : itemBytes(item);
    if (filter === undefined || holds(filter, item)) {
      count += 1;
      if (!request.countsOnly) items.push(shown(item, paths));
    }
    if (scanned < request.limit && bytes < pageBytesMax) continue;
    last = row;
    break;
  }
  countRead(context, request, bytes);
  const told = consumedCapacity(request.capacity, request.tableName, consumed(context, table));
  return {
    ...(!request.countsOnly && { Items: items }),
    Count: count,
    ScannedCount: scanned,
    ...(last && { LastEvaluatedKey: lastKey(last, table, index) }),
    ...(told && { ConsumedCapacity: told }),
  };
}

/** A page is weighed as a whole, not item by item. */
function countRead(context: Context, request: PageRequest, bytes: number): void {
  const units = consumed(context, request.table);
  const part = request.index === undefined ? units.table : indexUnitsOf(units, request.index.name);
  part.read += Math.max(1, Math.ceil(bytes / 4_096)) * (request.isConsistent ? 1 : 0.5);
}
