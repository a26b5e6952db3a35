import { consumedCapacity, readUnits, unitsOf } from "./capacity.ts";
import { commit, consumed, type Context } from "./context.ts";
import { refusePathsIntoKeys } from "./expressions/mentioned.ts";
import { prepareProjection, shown } from "./item-actions.ts";
import {
  capacityMode,
  flag,
  type Input,
  optionalRecord,
  refuseLegacy,
  requiredRecord,
  requiredRecords,
} from "./input.ts";
import { constraintFailed, validation } from "./refusals.ts";
import { parseKey } from "./schema.ts";
import { keyText } from "./storage.ts";
import { requireTable, type Table } from "./table.ts";
import { isRecord, type Item, parseItem } from "./values.ts";
import { countWrite, outcome, prepareWrite, type Write } from "./write.ts";

const getsMax = 100;
const writesMax = 25;
const replyBytesMax = 16 * 1024 * 1024;

/** BatchGetItem: up to 100 items of any tables; keys beyond 16 MB of reply are handed back. */
export function batchGet(context: Context, input: Input): object {
  const mode = capacityMode(input);
  const requests = Object.entries(optionalRecord(input, "RequestItems") ?? {});
  if (requests.length === 0) {
    throw constraintFailed("'{}'", "requestItems", "Member must have length greater than or equal to 1");
  }
  const tables = requests.map(([name, request]) => ({ name, ...prepareGets(context, name, request) }));
  requireCount(tables, getsMax, "BatchGetItem");
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, object> = {};
  let bytes = 0;
  for (const { name, table, request, keys, paths } of tables) {
    const found: Item[] = [];
    const left: Item[] = [];
    for (const key of keys) {
      const row = table.storage.find(parseKey(key, table.definition));
      if (bytes > replyBytesMax) left.push(key);
      else {
        consumed(context, table).table.read += readUnits(row?.bytes ?? 0, flag(request, "ConsistentRead"));
        if (row !== undefined) found.push(shown(row.item, paths));
        bytes += row?.bytes ?? 0;
      }
    }
    responses[name] = found;
    if (left.length > 0) unprocessed[name] = { ...request, Keys: left };
  }
  return { Responses: responses, UnprocessedKeys: unprocessed, ...capacities(context, tables, mode) };
}

function prepareGets(context: Context, name: string, raw: unknown): Gets {
  const request = isRecord(raw) ? raw : {};
  refuseLegacy(request);
  const keys = requiredRecords(request, "Keys").map((key) => parseItem(key));
  if (keys.length === 0) {
    throw constraintFailed(
      "'[]'",
      `requestItems.${name}.member.keys`,
      "Member must have length greater than or equal to 1",
    );
  }
  const paths = prepareProjection(context, request);
  const table = requireTable(context.state, context.region, name);
  refusePathsIntoKeys(paths ?? [], table.definition);
  requireDistinct(keys.map((key) => keyText(parseKey(key, table.definition))));
  return { table, request, keys, paths };
}

interface Gets {
  readonly table: Table;
  readonly request: Input;
  readonly keys: readonly Item[];
  readonly paths: ReturnType<typeof prepareProjection>;
}

/** BatchWriteItem: up to 25 puts and deletes, each on its own. */
export function batchWrite(context: Context, input: Input): object {
  const mode = capacityMode(input);
  const requests = Object.entries(optionalRecord(input, "RequestItems") ?? {});
  if (requests.length === 0) {
    throw constraintFailed("'{}'", "requestItems", "Member must have length greater than or equal to 1");
  }
  const tables = requests.map(([name, entries]) => prepareWrites(context, name, entries));
  requireCount(tables, writesMax, "BatchWriteItem");
  for (const write of tables.flatMap(({ keys }) => keys)) {
    const row = write.table.storage.find(write.key);
    const bytesBefore = row?.bytes ?? 0;
    const { item, bytes } = outcome(write, row);
    countWrite(context, write, bytesBefore, bytes);
    commit(context, write.table, write.key, item, bytes);
  }
  return { UnprocessedItems: {}, ...capacities(context, tables, mode) };
}

function prepareWrites(
  context: Context,
  name: string,
  entries: unknown,
): { readonly name: string; readonly table: Table; readonly keys: readonly Write[] } {
  const table = requireTable(context.state, context.region, name);
  const requests = requiredRecords({ [name]: entries }, name);
  if (requests.length === 0) {
    throw validation(`The batch write request list for a table cannot be null or empty: ${name}`);
  }
  const writes = requests.map((entry) => prepareEntry(context, name, entry));
  for (const write of writes) outcome(write, undefined);
  requireDistinct(writes.map(({ key }) => keyText(key)));
  return { name, table, keys: writes };
}

function prepareEntry(context: Context, name: string, entry: Input): Write {
  const put = optionalRecord(entry, "PutRequest");
  const del = optionalRecord(entry, "DeleteRequest");
  if ((put === undefined) === (del === undefined)) {
    throw validation(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  return put === undefined
    ? prepareWrite(context, "delete", { TableName: name, Key: requiredRecord(del ?? {}, "Key") })
    : prepareWrite(context, "put", { TableName: name, Item: requiredRecord(put, "Item") });
}

function requireDistinct(keys: readonly string[]): void {
  if (new Set(keys).size < keys.length) throw validation("Provided list of item keys contains duplicates");
}

function requireCount(tables: readonly { readonly keys: readonly unknown[] }[], most: number, action: string): void {
  const count = tables.reduce((sum, { keys }) => sum + keys.length, 0);
  if (count > most) throw validation(`Too many items requested for the ${action} call`);
}

function capacities(
  context: Context,
  tables: readonly { readonly name: string; readonly table: Table }[],
  mode: string | undefined,
): object {
  const all = tables.flatMap(({ name, table }) => {
    const told = consumedCapacity(mode, name, unitsOf(context.consumption, table.definition.name));
    return told === undefined ? [] : [told];
  });
  return all.length === 0 ? {} : { ConsumedCapacity: all };
}
