import { homeOf, parseAccountId, systemAccountId, type AccountId, type CellName } from "../ids.ts";

/** What a posting's account is to its cell: one of its customers', one of its own, or what lies between cells. */
export type AccountClass = "customer" | "settlement" | "suspense" | "rails" | "between_cells";

const SYSTEM = ["settlement", "suspense", "rails"] as const;

/** Tells what the account of a posting in a cell's books is; it remembers the cells' own accounts. */
export function accountClasses(): (cell: CellName, account: string, currency: string) => AccountClass {
  const known = new Map<string, ReadonlyMap<string, AccountClass>>();
  return (cell, name, currency) => {
    const account = parseAccountId(name);
    // Clearing rows, and what a stand-in has debited of another home's account.
    if (!account.ok || homeOf(account.value) !== cell) return "between_cells";
    const books = `${cell} ${currency}`;
    const system =
      known.get(books) ??
      new Map<AccountId, AccountClass>(SYSTEM.map((kind) => [systemAccountId(cell, kind, currency), kind]));
    known.set(books, system);
    return system.get(account.value) ?? "customer";
  };
}
