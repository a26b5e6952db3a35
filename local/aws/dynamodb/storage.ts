import { createRowSet, firstIndex, Row, type RowSet } from "./row-set.ts";
import {
  type IndexDefinition,
  indexKey,
  type Key,
  keyAttributes,
  keyOrder,
  scalarText,
  type TableDefinition,
} from "./schema.ts";
import type { StoredItem, Version } from "./stored-item.ts";
import { attribute, compareText, type Item, typeOf } from "./values.ts";

/** The items of one replica (or of all, where they are strongly consistent). */
export interface Storage {
  readonly primary: RowSet;
  readonly indexes: ReadonlyMap<string, RowSet>;
  count(): number;
  bytes(): number;
  find(key: Key): Row | undefined;
  /** Stores, replaces or (without an item) deletes. */
  write(key: Key, stored: StoredItem | undefined, version: Version): void;
  /** The version of the item or of its deletion, as long as that is remembered. */
  version(key: Key): Version | undefined;
  /** Forgets deletions: nothing older can arrive any more. */
  forgetDeletions(): void;
  /** Makes the indexes what the definition says by now; new ones list the items that have their keys. */
  syncIndexes(): void;
}

/** Storage without items. */
export function createStorage(definition: TableDefinition, remembersDeletions: () => boolean): Storage {
  const order = keyOrder(definition.keys.range?.type ?? "S");
  const primary = createRowSet((left, right) => order(left.sort, right.sort));
  const indexes = new Map(definition.indexes.map((index) => [index.name, createRowSet(indexOrder(index, order))]));
  const built = new Map(definition.indexes.map(({ name, keys }) => [name, keys]));
  const deletions = new Map<string, Version>();
  let count = 0;
  let bytes = 0;

  const find = (key: Key): Row | undefined => {
    const rows = primary.partition(key.hash);
    if (rows === undefined) return undefined;
    const row = rows instanceof Row ? rows : rows[firstIndex(rows, (other) => order(other.sort, key.sort) >= 0)];
    return row?.sort === key.sort ? row : undefined;
  };
  const store = (key: Key, stored: StoredItem): void => {
    const row = find(key);
    bytes += stored.bytes - (row?.bytes ?? 0);
    if (row === undefined) {
      const added = new Row(stored, key.hash, key.sort);
      count += 1;
      primary.insert(key.hash, added);
      reindex(definition, indexes, added, undefined, stored);
      return;
    }
    reindex(definition, indexes, row, row.stored, stored);
    row.stored = stored;
  };
  const erase = (key: Key): void => {
    const row = find(key);
    if (row === undefined) return;
    count -= 1;
    bytes -= row.bytes;
    reindex(definition, indexes, row, row.stored, undefined);
    primary.remove(key.hash, row);
  };

  return {
    primary,
    indexes,
    find,
    count: () => count,
    bytes: () => bytes,
    write(key, stored, version) {
      if (stored === undefined) erase(key);
      else store(key, stored);
      if (stored === undefined && remembersDeletions()) deletions.set(keyText(key), version);
      else if (deletions.size > 0) deletions.delete(keyText(key));
    },
    version: (key) => find(key)?.stored ?? (deletions.size > 0 ? deletions.get(keyText(key)) : undefined),
    forgetDeletions: () => deletions.clear(),
    syncIndexes() {
      const keysOf = (name: string) => definition.indexes.find((index) => index.name === name)?.keys;
      for (const name of indexes.keys()) if (keysOf(name) !== built.get(name)) indexes.delete(name);
      for (const index of definition.indexes) {
        if (indexes.has(index.name)) continue;
        const set = createRowSet(indexOrder(index, order));
        fill(set, index, primary);
        indexes.set(index.name, set);
        built.set(index.name, index.keys);
      }
    },
  };
}

/** Lists in a new index what is there already; an item whose key has another type is left out. */
function fill(set: RowSet, index: IndexDefinition, primary: RowSet): void {
  const fits = (item: Item): boolean =>
    keyAttributes(index.keys).every(({ name, type }) => {
      const value = attribute(item, name);
      return value !== undefined && typeOf(value) === type && scalarText(value) !== "";
    });
  for (const { rows } of primary.partitionsFrom(0)) {
    for (const row of rows) {
      const key = fits(row.item) ? indexKey(row.item, index) : undefined;
      if (key !== undefined) set.insert(key.hash, row);
    }
  }
}

/** Moves a row between the places that its item before and after have in the indexes. */
function reindex(
  definition: TableDefinition,
  indexes: ReadonlyMap<string, RowSet>,
  row: Row,
  before: StoredItem | undefined,
  after: StoredItem | undefined,
): void {
  for (const index of definition.indexes) {
    const old = before && indexKey(before.item, index);
    const now = after && indexKey(after.item, index);
    if (old?.hash === now?.hash && old?.sort === now?.sort) continue;
    const set = indexes.get(index.name);
    // An index orders its rows by their items, so the row has to hold the one that is meant.
    if (before !== undefined && old !== undefined) {
      row.stored = before;
      set?.remove(old.hash, row);
    }
    if (after !== undefined && now !== undefined) {
      row.stored = after;
      set?.insert(now.hash, row);
    }
  }
}

/** One text for a key: the length keeps ("ab", "c") and ("a", "bc") apart. */
export function keyText({ hash, sort }: Key): string {
  return `${hash.length}:${hash}${sort}`;
}

/** Entries of an index are ordered by its range, then by the table's key. */
function indexOrder(
  index: IndexDefinition,
  sortOrder: (left: string, right: string) => number,
): (left: Row, right: Row) => number {
  const range = index.keys.range;
  const rangeOrder = keyOrder(range?.type ?? "S");
  return (left, right) => {
    const byRange = range === undefined ? 0 : rangeOrder(rangeText(left, range.name), rangeText(right, range.name));
    return byRange || compareText(left.hash, right.hash) || sortOrder(left.sort, right.sort);
  };
}

/** The text by which an index orders a row. */
export function rangeText(row: Row, name: string): string {
  const value = attribute(row.item, name);
  return value === undefined ? "" : scalarText(value);
}
