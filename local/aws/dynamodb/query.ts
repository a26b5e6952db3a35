import type { Context } from "./context.ts";
import { bindKeyCondition, type SortCondition } from "./expressions/bind-key-condition.ts";
import { conditionPaths } from "./expressions/mentioned.ts";
import { type Input, optionalInteger } from "./input.ts";
import { type PageRequest, preparePage, replyPage } from "./page.ts";
import { constraintFailed, validation } from "./refusals.ts";
import { firstIndex, type Partition, type Row, scanPlace } from "./row-set.ts";
import { keyAttributes, keyOrder, type KeySchema, scalarText } from "./schema.ts";
import { rangeText } from "./storage.ts";
import { attribute, compareText, type Item, type KeyType } from "./values.ts";

const segmentsMax = 1_000_000;

/** Query: the rows of one partition, in the order of their sort key. */
export function query(context: Context, input: Input): object {
  const isForward = input["ScanIndexForward"] !== false;
  const request = preparePage(context, input);
  if (request.keyCondition === undefined) {
    throw validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  }
  const keys = request.index?.keys ?? request.table.definition.keys;
  const { hash, sort } = bindKeyCondition(request.keyCondition, keys);
  refuseKeysInFilter(request, keys);
  const all = request.rows.rows(hash);
  const [low, high] = range(all, sort, keys);
  const start = request.startKey === undefined ? undefined : startIndex(request, all, hash, isForward);
  const rows = isForward
    ? forward(all, Math.max(low, start ?? low), high)
    : backward(all, low, Math.min(high, start ?? high));
  if (request.startKey !== undefined) requireInRange(request.startKey, sort, keys);
  return replyPage(context, request, rows);
}

function requireInRange(startKey: Item, sort: SortCondition | undefined, { range }: KeySchema): void {
  if (sort === undefined || range === undefined) return;
  if (fulfils(textAt(startKey, range.name), sort, range.type)) return;
  throw validation("The provided starting key does not match the range key predicate");
}

function fulfils(text: string, sort: SortCondition, type: KeyType): boolean {
  const order = keyOrder(type);
  switch (sort.kind) {
    case "begins-with":
      return beginning(type, sort.prefix)(text);
    case "between":
      return order(text, sort.low) >= 0 && order(text, sort.high) <= 0;
    case "compare": {
      const stand = order(text, sort.bound);
      if (stand === 0) return sort.comparator.endsWith("=");
      return stand < 0 ? sort.comparator.startsWith("<") : sort.comparator.startsWith(">");
    }
  }
}

function refuseKeysInFilter({ filter }: PageRequest, keys: KeySchema): void {
  if (filter === undefined) return;
  const names = conditionPaths(filter).map(([first]) => first);
  const key = keyAttributes(keys).find(({ name }) => names.includes(name));
  if (key !== undefined) {
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
    );
  }
}

/** The part of an ordered partition that fulfils the sort condition: from, to (exclusive). */
function range(rows: readonly Row[], sort: SortCondition | undefined, keys: KeySchema): readonly [number, number] {
  if (sort === undefined || keys.range === undefined) return [0, rows.length];
  const { name, type } = keys.range;
  const order = keyOrder(type);
  const from = (bound: string): number => firstIndex(rows, (row) => order(rangeText(row, name), bound) >= 0);
  const past = (bound: string): number => firstIndex(rows, (row) => order(rangeText(row, name), bound) > 0);
  switch (sort.kind) {
    case "between":
      return [from(sort.low), past(sort.high)];
    case "begins-with": {
      const begins = beginning(type, sort.prefix);
      const low = from(sort.prefix);
      return [
        low,
        firstIndex(rows, (row) => order(rangeText(row, name), sort.prefix) > 0 && !begins(rangeText(row, name))),
      ];
    }
    case "compare":
      switch (sort.comparator) {
        case "=":
          return [from(sort.bound), past(sort.bound)];
        case "<":
          return [0, from(sort.bound)];
        case "<=":
          return [0, past(sort.bound)];
        case ">":
          return [past(sort.bound), rows.length];
        case ">=":
          return [from(sort.bound), rows.length];
      }
  }
}

function beginning(type: KeyType, prefix: string): (text: string) => boolean {
  if (type !== "B") return (text) => text.startsWith(prefix);
  const bytes = Buffer.from(prefix, "base64");
  return (text) => Buffer.from(text, "base64").subarray(0, bytes.length).equals(bytes);
}

/** The first index after the start key when going forward; the end (exclusive) before it when going backward. */
function startIndex(request: PageRequest, rows: readonly Row[], hash: string, isForward: boolean): number {
  const { startKey, index, table } = request;
  const key = startKey ?? {};
  const hashName = (index?.keys ?? table.definition.keys).hash.name;
  if (textAt(key, hashName) !== hash) {
    throw validation("The provided starting key is outside query boundaries based on provided conditions");
  }
  const probe = startOrder(request, key);
  return isForward ? firstIndex(rows, (row) => probe(row) > 0) : firstIndex(rows, (row) => probe(row) >= 0);
}

/** How a row stands to the start key: negative before it, zero where it is the same. */
function startOrder({ table, index }: PageRequest, key: Item): (row: Row) => number {
  const { keys } = table.definition;
  const sortOrder = keyOrder(keys.range?.type ?? "S");
  const hash = textAt(key, keys.hash.name);
  const sort = keys.range === undefined ? "" : textAt(key, keys.range.name);
  const indexRange = index?.keys.range;
  const rangeOrder = keyOrder(indexRange?.type ?? "S");
  return (row) => {
    const byRange =
      indexRange === undefined ? 0 : rangeOrder(rangeText(row, indexRange.name), textAt(key, indexRange.name));
    const byHash = index === undefined ? 0 : compareText(row.hash, hash);
    return byRange || byHash || sortOrder(row.sort, sort);
  };
}

function textAt(key: Item, name: string): string {
  const value = attribute(key, name);
  return value === undefined ? "" : scalarText(value);
}

function* forward(rows: readonly Row[], from: number, to: number): Iterable<Row> {
  for (let at = from; at < to; at += 1) {
    const row = rows[at];
    if (row !== undefined) yield row;
  }
}

function* backward(rows: readonly Row[], from: number, to: number): Iterable<Row> {
  for (let at = to - 1; at >= from; at -= 1) {
    const row = rows[at];
    if (row !== undefined) yield row;
  }
}

/** Scan: all rows, or those of one segment, in the order of their partitions' places. */
export function scan(context: Context, input: Input): object {
  const segment = optionalInteger(input, "Segment");
  const segments = optionalInteger(input, "TotalSegments");
  requireSegments(segment, segments);
  const request = preparePage(context, input);
  const width = 2 ** 32 / (segments ?? 1);
  const from = Math.ceil(width * (segment ?? 0));
  const to = Math.ceil(width * ((segment ?? 0) + 1));
  return replyPage(context, request, scanned(request, from, to));
}

function requireSegments(segment: number | undefined, segments: number | undefined): void {
  if (segment === undefined && segments === undefined) return;
  if (segments === undefined) {
    throw validation(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  }
  if (segment === undefined) {
    throw validation(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  }
  if (segments < 1 || segments > segmentsMax) {
    const bound = segments < 1 ? "greater than or equal to 1" : `less than or equal to ${segmentsMax}`;
    throw constraintFailed(`'${segments}'`, "totalSegments", `Member must have value ${bound}`);
  }
  if (segment < 0 || segment >= segments) {
    throw validation(
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: " +
        `Segment: ${segment} is not less than TotalSegments: ${segments}`,
    );
  }
}

function* scanned(request: PageRequest, from: number, to: number): Iterable<Row> {
  const { startKey } = request;
  const keys = request.index?.keys ?? request.table.definition.keys;
  const hash = startKey === undefined ? undefined : textAt(startKey, keys.hash.name);
  const place = hash === undefined ? from : Math.max(from, scanPlace(hash));
  for (const partition of request.rows.partitionsFrom(place)) {
    if (partition.place >= to) return;
    yield* rowsAfterStart(request, partition, hash, place);
  }
}

/** Partitions of one place come in the order of their hashes; what lies before the start key was on earlier pages. */
function rowsAfterStart(
  request: PageRequest,
  partition: Partition,
  hash: string | undefined,
  place: number,
): Iterable<Row> {
  if (hash === undefined || partition.place > place || partition.hash > hash) return partition.rows;
  if (partition.hash < hash) return [];
  const after = firstIndex(partition.rows, (row) => startOrder(request, request.startKey ?? {})(row) > 0);
  return forward(partition.rows, after, partition.rows.length);
}
