import type { CellName } from "../../../../functions/domain/ids.ts";
import { writerOf, type LedgerKey } from "../../../../functions/domain/keys.ts";
import {
  firstBroken,
  type CommitOutcome,
  type Item,
  type LedgerWrite,
  type Refusal,
  type Value,
} from "../../../../functions/domain/ledger-write.ts";
import { invariant } from "../../../../functions/domain/result.ts";

/** What the ledger table does with a change, in memory: one table that every cell sees without delay. */
export interface MemoryLedger {
  /** Writes all or nothing, as the given cell. A change that DynamoDB or IAM would not even judge throws. */
  commit(writer: CellName, writes: readonly LedgerWrite[]): CommitOutcome;
  get(key: LedgerKey): Item | undefined;
  /** Takes an item as another cell's replica has sent it. */
  receive(key: LedgerKey, item: Item): void;
  /** Every item with its key, in the order in which they were first written. */
  items(): readonly { readonly key: LedgerKey; readonly item: Item }[];
}

/** An empty ledger. */
export function createMemoryLedger(): MemoryLedger {
  const table = new Map<string, { readonly key: LedgerKey; readonly item: Item }>();
  const get = (key: LedgerKey) => table.get(nameOf(key))?.item;
  return {
    commit(writer, writes) {
      checkForm(writer, writes);
      const refusals = writes.flatMap((write, index): Refusal[] => {
        const old = get(write.key);
        return isRefused(write, old) ? [{ index, old }] : [];
      });
      const [first, ...others] = refusals;
      if (first !== undefined) return { outcome: "refused", refusals: [first, ...others] };
      for (const write of writes) {
        if (write.write === "check") continue;
        const item = write.write === "put" ? write.item : updated(write, get(write.key));
        table.set(nameOf(write.key), { key: write.key, item });
      }
      return { outcome: "committed" };
    },
    get,
    receive: (key, item) => void table.set(nameOf(key), { key, item }),
    items: () => [...table.values()],
  };
}

function nameOf({ pk, sk }: LedgerKey): string {
  return `${pk} / ${sk}`;
}

function isRefused(write: LedgerWrite, old: Item | undefined): boolean {
  return write.write === "put" ? old !== undefined : firstBroken(write.require, old) !== undefined;
}

function updated({ set, add, remove }: Extract<LedgerWrite, { write: "update" }>, old: Item = {}): Item {
  const item: Record<string, Value> = { ...old, ...set };
  for (const [field, delta] of Object.entries(add ?? {})) {
    const before = item[field] ?? 0n;
    invariant(typeof before === "bigint", `${field} is a number`);
    item[field] = before + delta;
  }
  for (const field of remove ?? []) delete item[field];
  return item;
}

/** DynamoDB judges no transaction with two writes of one item, an empty one, or one field changed twice. */
function checkForm(writer: CellName, writes: readonly LedgerWrite[]): void {
  invariant(writes.length > 0, "a transaction has an item");
  invariant(new Set(writes.map(({ key }) => nameOf(key))).size === writes.length, "a transaction names an item once");
  for (const write of writes) {
    if (write.write === "check") {
      invariant(write.require.length > 0, "a check has a condition");
      continue;
    }
    invariant(writerOf(write.key) === writer, `${writer} does not write ${nameOf(write.key)}`);
    if (write.write === "put") continue;
    const fields = [...Object.keys(write.set ?? {}), ...Object.keys(write.add ?? {}), ...(write.remove ?? [])];
    invariant(fields.length > 0, "an update changes something");
    invariant(new Set(fields).size === fields.length, "an update changes a field once");
  }
}
