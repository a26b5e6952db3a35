import { fromItem, type Entry } from "../../functions/domain/entries.ts";
import { homeOf, parseAccountId, type AccountId } from "../../functions/domain/ids.ts";
import { writerOf, type LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import type { StoredPayouts } from "./payout-books.ts";
import type { Tail } from "./tail.ts";

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
  /** What was due before this time should have been done, milliseconds since the epoch; absent: nobody says. */
  readonly settledAt?: bigint;
  /** Tails of takeovers before the last of each stand-in and account, whose rows say nothing of them any more. */
  readonly earlierTails?: readonly Tail[];
  /** The least that an account has ever had available, where that was below zero; minor units. */
  readonly lowest?: ReadonlyMap<string, bigint>;
  /** Takeovers of homes that an operator declared dead, as `home epoch`: there the home's own share counts as tail. */
  readonly declaredDead?: ReadonlySet<string>;
  /** What cells show of the journal, where that was read too. */
  readonly views?: StoredViews;
  /** What banks and machines have of payouts, where that was looked at too. */
  readonly payouts?: StoredPayouts;
  /** Takeovers that ended before the home had absorbed them, the stand-in being lost, as `standIn home epoch`. */
  readonly returnedEarly?: ReadonlySet<string>;
}

/** The views that cells serve. */
export interface StoredViews {
  /** Rows by cell, their keys without the generation's number. */
  readonly rows: ReadonlyMap<string, readonly StoredItem[]>;
  /** Whatever was booked before this time has to be in them, milliseconds since the epoch. */
  readonly through: bigint;
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
  /** The item under a key as its writer has it. */
  find(key: LedgerKey): StoredItem | undefined;
}

/** Reads a state once. */
export function viewLedger(state: LedgerState): LedgerView {
  const truth = [...state.cells].flatMap(([cell, region]) =>
    (state.regions.get(region) ?? []).filter(({ key }) => writerOf(key) === cell),
  );
  const byName = new Map(truth.map((stored) => [nameOf(stored.key), stored]));
  const inJournal = truth.filter(({ key }) => sortOf(key) === "pay");
  return {
    state,
    truth,
    journal: journalIn(inJournal),
    unreadable: inJournal.filter((stored) => !isEntry(stored)),
    find: (key) => byName.get(nameOf(key)),
  };
}

/** The entries among some items. */
export function journalIn(items: readonly StoredItem[]): readonly JournalEntry[] {
  return items
    .filter((stored) => sortOf(stored.key) === "pay" && isEntry(stored))
    .map((stored) => ({ writer: writerOf(stored.key), stored, entry: fromItem(stored.item) }));
}

/** What kind of partition a key names: "acct", "pay", "transit", … */
export function sortOf({ pk }: LedgerKey): string {
  return partOf(pk, 1);
}

/** What a partition is about: the account, the payment, the peer. */
export function subjectOf({ pk }: LedgerKey): string {
  return partOf(pk, 2);
}

/** One part of a partition's name; checkers ask for it so often that taking all of it apart would tell. */
function partOf(pk: string, part: number): string {
  let start = 0;
  for (let before = 0; before < part; before += 1) {
    start = pk.indexOf("#", start) + 1;
    if (start === 0) return "";
  }
  const end = pk.indexOf("#", start);
  return end < 0 ? pk.slice(start) : pk.slice(start, end);
}

/** A key as one text. */
export function nameOf({ pk, sk }: LedgerKey): string {
  return `${pk} ${sk}`;
}

/** The balances of accounts among some items, as their homes keep them. */
export function balancesIn(items: readonly StoredItem[]): readonly StoredItem[] {
  return items.filter(({ key }) => sortOf(key) === "acct" && key.sk === "balance" && isAtHome(key));
}

/** What stand-ins have debited accounts of other homes, among some items. */
export function standInRowsIn(items: readonly StoredItem[]): readonly StoredItem[] {
  return items.filter(({ key }) => sortOf(key) === "acct" && key.sk === "balance" && !isAtHome(key));
}

/** The account that a partition is about; undefined where it names none. */
export function accountOf(key: LedgerKey): AccountId | undefined {
  const id = parseAccountId(subjectOf(key));
  return id.ok ? id.value : undefined;
}

function isAtHome(key: LedgerKey): boolean {
  const account = accountOf(key);
  return account === undefined || homeOf(account) === writerOf(key);
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
