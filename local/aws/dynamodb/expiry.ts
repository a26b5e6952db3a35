import type { Cancel, Kernel } from "../../core/kernel.ts";
import { commit, type Context } from "./context.ts";
import type { Row } from "./row-set.ts";
import type { Table } from "./table.ts";
import { attribute, type Item } from "./values.ts";

/** Deletes items after their time. AWS takes up to days; the local cloud about a minute. */
interface Expiry {
  /** Looks at all items of a table again: its expiry was switched, or it got items. */
  watch(table: Table): void;
  /** Notes that an item was written. */
  consider(table: Table, item: Item): void;
}

/** Regions differ in when they get to an item, and a table is looked through no more often than this. */
const sweepMs = 60_000;
/** A timer that is further off may overflow the host's; it is set again when it fires. */
const longestWaitMs = 24 * 60 * 60_000;
/** What expired longer ago than five years is taken for a mistake and stays. */
const oldestMs = 5 * 365 * 24 * 60 * 60_000;

/** Expiry over a kernel's time; `sweep` runs what was found due as one step of the service. */
export function createExpiry(kernel: Kernel, sweep: (table: Table) => void): Expiry {
  const timers = new Map<Table, { readonly at: number; readonly cancel: Cancel }>();

  const schedule = (table: Table, expiresAt: number): void => {
    const at = Math.max(expiresAt, kernel.now()) + kernel.random() * sweepMs;
    const set = timers.get(table);
    if (set !== undefined && set.at <= at) return;
    set?.cancel();
    const wait = Math.min(at - kernel.now(), longestWaitMs);
    const cancel = kernel.after(wait, () => {
      timers.delete(table);
      if (table.settings.ttlAttribute === undefined) return;
      sweep(table);
      watch(table);
    });
    timers.set(table, { at, cancel });
  };
  const watch = (table: Table): void => {
    const next = earliest(table, kernel.now());
    if (next !== undefined) schedule(table, next);
  };

  return {
    watch,
    consider(table, item) {
      const expiresAt = expiryOf(table, item);
      if (expiresAt !== undefined && expiresAt > kernel.now() - oldestMs) schedule(table, expiresAt);
    },
  };
}

/** When an item expires, milliseconds since the epoch; undefined where it does not. */
function expiryOf({ settings }: Table, item: Item): number | undefined {
  const value = settings.ttlAttribute === undefined ? undefined : attribute(item, settings.ttlAttribute);
  return value !== undefined && "N" in value ? Number(value.N) * 1_000 : undefined;
}

function* expiring(table: Table, now: number): Iterable<{ readonly row: Row; readonly at: number }> {
  for (const { rows } of table.storage.primary.partitionsFrom(0)) {
    for (const row of rows) {
      const at = expiryOf(table, row.item);
      if (at !== undefined && at > now - oldestMs) yield { row, at };
    }
  }
}

function earliest(table: Table, now: number): number | undefined {
  let first: number | undefined;
  for (const { at } of expiring(table, now)) first = Math.min(first ?? at, at);
  return first;
}

/** Deletes the items of a table whose time is over. */
export function deleteExpired(context: Context, table: Table): void {
  const due = [...expiring(table, context.now)].filter(({ at }) => at <= context.now);
  for (const { row } of due) commit(context, table, { hash: row.hash, sort: row.sort }, undefined, 0, true);
}
