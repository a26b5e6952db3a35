import { fromItem, type Entry } from "../../functions/domain/entries.ts";
import { writerOf, type LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";

/** An item of the ledger table, decoded, with its key. */
export interface StoredItem {
  readonly key: LedgerKey;
  readonly item: Item;
}

/** Everything the ledger table holds at one moment, region by region. */
export interface LedgerState {
  /** The cells by name, and the region whose replica each of them writes. */
  readonly cells: ReadonlyMap<string, string>;
  readonly regions: ReadonlyMap<string, readonly StoredItem[]>;
}

/** An entry of the journal together with the item that holds it. */
export interface JournalEntry {
  readonly writer: string;
  readonly stored: StoredItem;
  readonly entry: Entry;
}

/** A state as the checkers look at it; worked out once for all of them. */
export interface LedgerView {
  readonly state: LedgerState;
  /** Every item as its own writer's region has it: no replica is ahead of that. */
  readonly truth: readonly StoredItem[];
  readonly journal: readonly JournalEntry[];
  /** Items where an entry belongs that are none. */
  readonly unreadable: readonly StoredItem[];
}

/** Reads a state once. */
export function viewLedger(state: LedgerState): LedgerView {
  const truth = [...state.cells].flatMap(([cell, region]) =>
    (state.regions.get(region) ?? []).filter(({ key }) => writerOf(key) === cell),
  );
  const inJournal = truth.filter(({ key }) => sortOf(key) === "pay");
  return {
    state,
    truth,
    journal: inJournal
      .filter(isEntry)
      .map((stored) => ({ writer: writerOf(stored.key), stored, entry: fromItem(stored.item) })),
    unreadable: inJournal.filter((stored) => !isEntry(stored)),
  };
}

/** What kind of partition a key names: "acct", "pay", "transit", … */
export function sortOf({ pk }: LedgerKey): string {
  return pk.split("#")[1] ?? "";
}

/** What a partition is about: the account, the payment, the peer. */
export function subjectOf({ pk }: LedgerKey): string {
  return pk.split("#")[2] ?? "";
}

/** The balances of accounts among some items. */
export function balancesIn(items: readonly StoredItem[]): readonly StoredItem[] {
  return items.filter(({ key }) => sortOf(key) === "acct" && key.sk === "balance");
}

/** The clearing rows among some items. */
export function clearingRowsIn(items: readonly StoredItem[]): readonly StoredItem[] {
  return items.filter(({ key }) => sortOf(key) === "transit" && key.sk === "balance");
}

/** The figures of a clearing row by currency. */
export function netsOf({ item }: StoredItem): ReadonlyMap<string, bigint> {
  const nets = new Map<string, bigint>();
  for (const [field, value] of Object.entries(item)) {
    if (field.startsWith("net_") && typeof value === "bigint") nets.set(field.slice("net_".length), value);
  }
  return nets;
}

/** A figure of an item; one that is missing counts as nothing. */
export function figureOf(item: Item, field: string): bigint {
  const value = item[field];
  return typeof value === "bigint" ? value : 0n;
}

/** A text of an item; empty where it is missing. */
export function textOf(item: Item, field: string): string {
  const value = item[field];
  return typeof value === "string" ? value : "";
}

/** What is posted to every account and clearing row, by `account currency`. */
export function postedSums(journal: readonly JournalEntry[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { entry } of journal) {
    for (const { account, amount } of entry.postings) add(sums, `${account} ${entry.currency}`, amount);
  }
  return sums;
}

/** Adds to a sum that may not have begun. */
export function add(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

function isEntry({ item }: StoredItem): boolean {
  return typeof item["kind"] === "string" && Array.isArray(item["postings"]);
}
