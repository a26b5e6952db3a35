import type { Item } from "../domain/ledger-write.ts";
import type { EntryRow, ViewWrite } from "../domain/projections.ts";
import { entryKey, type ViewKey } from "../domain/view-keys.ts";

/** What of a batch is written as one, and which of the batch's writes ask for it. */
interface Asked {
  readonly of: readonly number[];
  readonly name: string;
}

/** A row that is the same whoever writes it, and whenever: put without a condition, alone or with others. */
export interface RowPut extends Asked {
  readonly key: ViewKey;
  readonly item: Item;
  /** The posting that it shows, where it shows one. */
  readonly entry?: EntryRow;
}

/** An event: listed as of its arrival, with a row that says where, both or none. */
export interface EventTold extends Asked {
  readonly event: Extract<ViewWrite, { readonly write: "event" }>;
}

/** What writes come to, each row and event once. */
export function rowsOf(writes: readonly ViewWrite[]): {
  readonly puts: readonly RowPut[];
  readonly events: readonly EventTold[];
} {
  const puts = new Map<string, RowPut>();
  const events = new Map<string, EventTold>();
  for (const [index, write] of writes.entries()) {
    if (write.write === "event") {
      const of = [...(events.get(write.id)?.of ?? []), index];
      events.set(write.id, { of, name: `event ${write.id}`, event: write });
    }
    const put = putOf(write);
    if (put === undefined) continue;
    const name = `row ${put.key.pk} ${put.key.sk}`;
    puts.set(name, { ...put, name, of: [...(puts.get(name)?.of ?? []), index] });
  }
  return { puts: [...puts.values()], events: [...events.values()] };
}

function putOf(write: ViewWrite): Omit<RowPut, keyof Asked> | undefined {
  switch (write.write) {
    case "entry": {
      const { row } = write;
      return { key: entryKey(row.account, row.at, row.payment, row.id), item: entryItem(row), entry: row };
    }
    case "put":
      return { key: write.key, item: write.item };
    case "event":
    case "listing":
    case "opened":
      return undefined;
  }
}

/** Its account is the partition's. */
function entryItem(row: EntryRow): Item {
  const { account: _, operation, counterparty, ...fields } = row;
  return { ...fields, ...(operation && { operation }), ...(counterparty && { counterparty }) };
}
