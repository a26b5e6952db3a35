import { indexKey, indexProjection, type TableDefinition } from "./schema.ts";
import { type Item, itemBytes, sameItem } from "./values.ts";

const writeBlockBytes = 1_024;
const readBlockBytes = 4_096;

/** Read and write units of one table or index. */
interface Units {
  read: number;
  write: number;
}

/** What one request consumed of one table. */
export interface TableUnits {
  readonly table: Units;
  readonly indexes: Map<string, Units>;
}

/** What one request consumed, by table name as it was asked for. */
export type Consumption = Map<string, TableUnits>;

/** The part of a consumption that a table has. */
export function unitsOf(consumption: Consumption, table: string): TableUnits {
  const found = consumption.get(table);
  if (found !== undefined) return found;
  const added: TableUnits = { table: { read: 0, write: 0 }, indexes: new Map() };
  consumption.set(table, added);
  return added;
}

/** The part of a table's consumption that an index has. */
export function indexUnitsOf(units: TableUnits, index: string): Units {
  const found = units.indexes.get(index);
  if (found !== undefined) return found;
  const added: Units = { read: 0, write: 0 };
  units.indexes.set(index, added);
  return added;
}

/** Units of a write: one for each started KB of the larger of the item before and after. */
export function writeUnits(bytesBefore: number, bytesAfter: number): number {
  return Math.max(1, Math.ceil(Math.max(bytesBefore, bytesAfter) / writeBlockBytes));
}

/** Units of a read: one for each started 4 KB, half of that where stale is good enough. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / readBlockBytes)) * (isConsistent ? 1 : 0.5);
}

/** Adds what a change costs in the indexes: an entry that moves is written twice, one that stays the same not. */
export function countIndexWrites(
  units: TableUnits,
  definition: TableDefinition,
  before: Item | undefined,
  after: Item | undefined,
): void {
  for (const index of definition.indexes) {
    const old = before === undefined ? undefined : indexKey(before, index);
    const now = after === undefined ? undefined : indexKey(after, index);
    if (old === undefined && now === undefined) continue;
    const oldEntry = before !== undefined && old ? indexProjection(before, index, definition.keys) : undefined;
    const newEntry = after !== undefined && now ? indexProjection(after, index, definition.keys) : undefined;
    const oldBytes = oldEntry === undefined ? 0 : itemBytes(oldEntry);
    const newBytes = newEntry === undefined ? 0 : itemBytes(newEntry);
    if (oldEntry !== undefined && newEntry !== undefined) {
      const stays = old?.hash === now?.hash && old?.sort === now?.sort;
      if (stays && sameItem(oldEntry, newEntry)) continue;
      const written = stays ? writeUnits(oldBytes, newBytes) : writeUnits(oldBytes, 0) + writeUnits(0, newBytes);
      indexUnitsOf(units, index.name).write += written;
    } else if (oldEntry !== undefined || newEntry !== undefined) {
      indexUnitsOf(units, index.name).write += writeUnits(oldBytes, newBytes);
    }
  }
}

/** The ConsumedCapacity member of a reply for one table; undefined where it was not asked for. */
export function consumedCapacity(
  mode: string | undefined,
  table: string,
  units: TableUnits,
  isSplit = false,
): Record<string, unknown> | undefined {
  if (mode === undefined || mode === "NONE") return undefined;
  const all = [units.table, ...units.indexes.values()];
  const total: Units = { read: sum(all, "read"), write: sum(all, "write") };
  const capacity: Record<string, unknown> = { TableName: table, ...shown(total, isSplit) };
  if (mode !== "INDEXES") return capacity;
  capacity["Table"] = shown(units.table, isSplit);
  if (units.indexes.size > 0) {
    const indexes = [...units.indexes].map(([name, index]): [string, object] => [name, shown(index, isSplit)]);
    capacity["GlobalSecondaryIndexes"] = Object.fromEntries(indexes);
  }
  return capacity;
}

function sum(all: readonly Units[], side: "read" | "write"): number {
  return all.reduce((total, units) => total + units[side], 0);
}

/** Transactions tell the two sides apart. */
function shown({ read, write }: Units, isSplit: boolean): object {
  const split = { ...(read > 0 && { ReadCapacityUnits: read }), ...(write > 0 && { WriteCapacityUnits: write }) };
  return { CapacityUnits: read + write, ...(isSplit && split) };
}
