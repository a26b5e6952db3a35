import { fromItem, isBalanced, type Entry } from "../../../../functions/domain/entries.ts";
import { writerOf, type LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import type { MemoryLedger } from "./memory-ledger.ts";
import { whole } from "./world.ts";

/** Every entry of the journal with the cell that wrote it. */
export function entriesOf(ledger: MemoryLedger): readonly { readonly writer: string; readonly entry: Entry }[] {
  return ledger
    .items()
    .filter(({ key }) => key.pk.includes("#pay#"))
    .map(({ key, item }) => ({ writer: writerOf(key), entry: fromItem(item) }));
}

/** Entries whose postings do not cancel out. */
export function unbalanced(ledger: MemoryLedger): readonly Entry[] {
  return entriesOf(ledger).flatMap(({ entry }) => (isBalanced(entry.postings) ? [] : [entry]));
}

/** What each pair of cells owes one another by currency, both directions added up: what is in flight. */
export function inFlight(ledger: MemoryLedger): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  for (const { key, item } of ledger.items()) {
    if (!key.pk.includes("#transit#")) continue;
    const [cell = "", , peer = ""] = key.pk.split("#");
    for (const [field, net] of Object.entries(item)) {
      const pair = `${[cell, peer].sort().join("-")} ${field.replace("net_", "")}`;
      sums[pair] = (sums[pair] ?? 0n) + whole(net);
    }
  }
  return sums;
}

/** All the money there is by currency, in accounts and in flight; settlement accounts are what entered, negative. */
export function total(ledger: MemoryLedger): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  const add = (currency: string, amount: bigint) => {
    sums[currency] = (sums[currency] ?? 0n) + amount;
  };
  for (const { key, item } of ledger.items()) {
    if (isBalanceOfAccount(key, item)) add(textOf(item["currency"]), whole(item["posted"]));
    if (key.sk.startsWith("stripe#")) add(textOf(item["currency"]), whole(item["amount"]));
    if (isPosition(key, item)) add(textOf(item["currency"]), bookedOn(item));
  }
  for (const [pair, net] of Object.entries(inFlight(ledger))) add(pair.slice(-3), net);
  return sums;
}

/** Account and clearing rows whose figures are not what their postings add up to. */
export function misposted(ledger: MemoryLedger): readonly string[] {
  const posted = new Map<string, bigint>();
  for (const { writer, entry } of entriesOf(ledger)) {
    for (const { account, amount } of entry.postings) {
      const name = account.includes("#") ? `${account} ${entry.currency}` : `${writer}#acct#${account}`;
      posted.set(name, (posted.get(name) ?? 0n) + amount);
    }
  }
  const faults: string[] = [];
  const striped = onStripes(ledger);
  const compare = (name: string, figure: bigint) => {
    const sum = posted.get(name) ?? 0n;
    if (sum !== figure) faults.push(`${name}: ${figure}, but its postings add up to ${sum}`);
  };
  for (const { key, item } of ledger.items()) {
    if (isBalanceOfAccount(key, item)) compare(key.pk, whole(item["posted"]) + (striped.get(key.pk) ?? 0n));
    if (isPosition(key, item)) compare(`${key.pk} ${textOf(item["currency"])}`, bookedOn(item));
    if (!key.pk.includes("#transit#")) continue;
    for (const [field, net] of Object.entries(item)) compare(`${key.pk} ${field.replace("net_", "")}`, whole(net));
  }
  return faults;
}

/** Accounts whose available money is not what is posted, less what is held, plus the overdraft; or below zero. */
export function overdrawn(ledger: MemoryLedger): readonly string[] {
  const limits = new Map<string, bigint>();
  const holds = new Map<string, bigint>();
  for (const { key, item } of ledger.items()) {
    if (key.sk === "account") limits.set(key.pk, whole(item["overdraftLimit"]));
    if (key.sk.startsWith("hold#")) holds.set(key.pk, (holds.get(key.pk) ?? 0n) + whole(item["remaining"]));
  }
  return ledger.items().flatMap(({ key, item }) => {
    if (!isBalanceOfAccount(key, item)) return [];
    const [available, posted, held] = ["available", "posted", "held"].map((field) => whole(item[field]));
    if (available === undefined || posted === undefined || held === undefined) return [key.pk];
    const wrong = held !== (holds.get(key.pk) ?? 0n) || available !== posted - held + (limits.get(key.pk) ?? 0n);
    const below = available < 0n && item["floor"] !== "none";
    return wrong || below ? [`${key.pk}: ${available}/${posted}/${held}`] : [];
  });
}

/** What was credited to stripes and not swept in, by the partition of their account. */
function onStripes(ledger: MemoryLedger): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { key, item } of ledger.items()) {
    if (key.sk.startsWith("stripe#")) sums.set(key.pk, (sums.get(key.pk) ?? 0n) + whole(item["amount"]));
  }
  return sums;
}

function isBalanceOfAccount({ pk, sk }: LedgerKey, item: Item): boolean {
  return pk.includes("#acct#") && sk === "balance" && item["net"] === undefined;
}

/** Whether this is a stand-in's own row for an account of another home. */
function isPosition({ pk, sk }: LedgerKey, item: Item): boolean {
  return pk.includes("#acct#") && sk === "balance" && item["net"] !== undefined;
}

/** What a stand-in has booked on its row: what it debited, less what it only holds. */
function bookedOn(item: Item): bigint {
  return whole(item["net"]) + whole(item["held"]);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "?";
}
