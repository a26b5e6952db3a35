import type { State, Table } from "./table.ts";

/** Runs a change of tables in several steps; where one throws, all tables are as they were. */
export function allOrNothing<Result>(state: State, change: () => Result): Result {
  const tables = [...state.tables];
  const streams = [...state.streams];
  const restores = tables.map(([, table]) => restorer(table));
  try {
    return change();
  } catch (fault) {
    refill(state.tables, tables);
    refill(state.streams, streams);
    for (const restore of restores) restore();
    throw fault;
  }
}

function refill<Value>(map: Map<string, Value>, entries: readonly (readonly [string, Value])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

function restorer(table: Table): () => void {
  const { definition, stream, group } = table;
  const { attributes, indexes } = definition;
  const settings = { ...table.settings };
  const isOpen = stream?.isOpen === true;
  const replicas = [...(group?.replicas ?? [])];
  return () => {
    Object.assign(definition, { attributes, indexes });
    Object.assign(table.settings, settings);
    table.stream = stream;
    if (stream !== undefined) stream.isOpen = isOpen;
    table.group = group;
    group?.replicas.splice(0, group.replicas.length, ...replicas);
    table.storage.syncIndexes();
  };
}
