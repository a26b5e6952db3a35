import { type Consumption, countIndexWrites, type TableUnits, unitsOf } from "./capacity.ts";
import type { Key } from "./schema.ts";
import { type StoredItem, storeItem, type Version } from "./stored-item.ts";
import type { State, Table } from "./table.ts";
import { type Item, sameItem } from "./values.ts";

/** A write that changed something: what streams and other replicas have to be told. */
export interface Change {
  readonly table: Table;
  readonly key: Key;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  readonly version: Version;
  readonly isExpiry: boolean;
}

/** One request under way: pure of clock and chance, everything that it does is in here. */
export interface Context {
  readonly state: State;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly changes: Change[];
  readonly consumption: Consumption;
  /** Tables whose expiry was switched. */
  readonly expiring: Table[];
}

/** A request that begins. */
export function createContext(state: State, region: string, now: number): Context {
  return { state, region, now, changes: [], consumption: new Map(), expiring: [] };
}

/** What the request has consumed of a table. */
export function consumed(context: Context, table: Table): TableUnits {
  return unitsOf(context.consumption, table.definition.name);
}

/** The least step between two writes of one item, ms: replicas order them by it. */
const versionStepMs = 1 / 1_024;

/** Stores or deletes an item, counts the indexes' share and notes the change; nothing where nothing changes. */
export function commit(
  context: Context,
  table: Table,
  key: Key,
  item: Item | undefined,
  bytes: number,
  isExpiry = false,
): void {
  const before = table.storage.find(key)?.stored;
  if (before === undefined && item === undefined) return;
  if (before !== undefined && item !== undefined && sameItem(before.item, item)) return;
  const last = (before ?? table.storage.version(key))?.at ?? 0;
  const version = { at: Math.max(context.now, last + versionStepMs), by: table.region };
  const after = item && storeItem(item, bytes, version);
  countIndexWrites(consumed(context, table), table.definition, before?.item, item);
  table.storage.write(key, after, version);
  context.changes.push({ table, key, before, after, version, isExpiry });
}
