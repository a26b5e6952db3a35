import { createRowSet, firstIndex, type Row, type RowSet } from "./row-set.ts";
import { type IndexDefinition, indexKey, type Key, keyOrder, type TableDefinition } from "./schema.ts";
import { attribute, compareText, type Item } from "./values.ts";
import { scalarText } from "./schema.ts";

/** When and where an item was written: the newest wins between replicas. */
export interface Version {
  readonly at: number;
  readonly by: string;
}

/** The items of one replica (or of all, where they are strongly consistent). */
export interface Storage {
  readonly primary: RowSet;
  readonly indexes: ReadonlyMap<string, RowSet>;
  count(): number;
  bytes(): number;
  find(key: Key): Row | undefined;
  /** Stores, replaces or (without an item) deletes. */
  write(key: Key, item: Item | undefined, bytes: number, version: Version): void;
  /** The version of the item or of its deletion, as long as that is remembered. */
  version(key: Key): Version | undefined;
  /** Forgets deletions: nothing older can arrive any more. */
  forgetDeletions(): void;
}

/** Storage without items. */
export function createStorage(definition: TableDefinition, remembersDeletions: () => boolean): Storage {
  const order = keyOrder(definition.keys.range?.type ?? "S");
  const primary = createRowSet((left, right) => order(left.sort, right.sort));
  const indexes = new Map(definition.indexes.map((index) => [index.name, createRowSet(indexOrder(index, order))]));
  const deletions = new Map<string, Version>();
  let count = 0;
  let bytes = 0;

  const find = (key: Key): Row | undefined => {
    const rows = primary.rows(key.hash);
    if (rows.length === 0) return undefined;
    const row = rows[firstIndex(rows, (other) => order(other.sort, key.sort) >= 0)];
    return row?.sort === key.sort ? row : undefined;
  };
  const store = (key: Key, item: Item, itemBytes: number, version: Version): void => {
    const row = find(key);
    bytes += itemBytes - (row?.bytes ?? 0);
    if (row === undefined) {
      const added: Row = { item, hash: key.hash, sort: key.sort, bytes: itemBytes, at: version.at, by: version.by };
      count += 1;
      primary.insert(key.hash, added);
      reindex(definition, indexes, added, undefined, item);
      return;
    }
    reindex(definition, indexes, row, row.item, item);
    row.item = item;
    row.bytes = itemBytes;
    row.at = version.at;
    row.by = version.by;
  };
  const erase = (key: Key): void => {
    const row = find(key);
    if (row === undefined) return;
    count -= 1;
    bytes -= row.bytes;
    reindex(definition, indexes, row, row.item, undefined);
    primary.remove(key.hash, row);
  };

  return {
    primary,
    indexes,
    find,
    count: () => count,
    bytes: () => bytes,
    write(key, item, itemBytes, version) {
      if (item === undefined) erase(key);
      else store(key, item, itemBytes, version);
      if (item === undefined && remembersDeletions()) deletions.set(keyText(key), version);
      else if (deletions.size > 0) deletions.delete(keyText(key));
    },
    version: (key) => find(key) ?? deletions.get(keyText(key)),
    forgetDeletions: () => deletions.clear(),
  };
}

/** Moves a row between the places that its item before and after have in the indexes. */
function reindex(
  definition: TableDefinition,
  indexes: ReadonlyMap<string, RowSet>,
  row: Row,
  before: Item | undefined,
  after: Item | undefined,
): void {
  for (const index of definition.indexes) {
    const old = before && indexKey(before, index);
    const now = after && indexKey(after, index);
    if (old?.hash === now?.hash && old?.sort === now?.sort) continue;
    const set = indexes.get(index.name);
    // An index orders its rows by their items, so the row has to hold the one that is meant.
    if (before !== undefined && old !== undefined) {
      row.item = before;
      set?.remove(old.hash, row);
    }
    if (after !== undefined && now !== undefined) {
      row.item = after;
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
