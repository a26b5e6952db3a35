import type { AccountId, Tenant } from "./ids.ts";
import { balanceKey, stripeKey } from "./keys.ts";
import { clause, figureIn, type Item, type LedgerWrite } from "./ledger-write.ts";
import type { Currency } from "./money.ts";

/** The most stripes an account can have: opening or closing one is a single transaction of at most a hundred items. */
export const STRIPES_MAX = 64;

/** The rows of an account's stripes, empty; written when it is opened and never again made. */
export function openStripes(
  account: AccountId,
  stripes: number,
  of: { readonly tenant: Tenant; readonly currency: Currency },
): readonly LedgerWrite<never>[] {
  const item = { ...of, status: "open", amount: 0n };
  return numbersUpTo(stripes).map((stripe) => ({ write: "put", key: stripeKey(account, stripe), item }));
}

/** Closes every stripe of an account; refused (`nothing_striped`) while one holds money that was not swept in. */
export function closeStripes(account: AccountId, stripes: number): readonly LedgerWrite<"nothing_striped">[] {
  return numbersUpTo(stripes).map((stripe) => ({
    write: "update",
    key: stripeKey(account, stripe),
    require: [clause("nothing_striped", { field: "amount", is: "=", value: 0n })],
    set: { status: "closed" },
    remove: ["due", "dueAt"],
  }));
}

/**
 * Sweeps a stripe, as read, into its account's balance, all in one transaction. What was credited to it meanwhile stays
 * on it, so a hot stripe cannot starve its sweep, and it stays due: only one found empty is due no longer. Nothing to
 * write where it is neither. Needs no authority, since no other cell can credit the account; a refusal
 * (`still_there`, `exists`) means that another sweep came first.
 */
export function sweepStripe(
  account: AccountId,
  stripe: number,
  row: Item,
  at: bigint,
): readonly LedgerWrite<"exists" | "still_there">[] {
  const key = stripeKey(account, stripe);
  const taken = amountOn(row);
  if (taken === 0n) {
    if (row["due"] === undefined) return [];
    const empty = clause("still_there", { field: "amount", is: "=", value: 0n });
    return [{ write: "update", key, require: [empty], remove: ["due", "dueAt"] }];
  }
  return [
    {
      write: "update",
      key,
      require: [clause("still_there", { field: "amount", is: ">=", value: taken })],
      add: { amount: -taken },
    },
    {
      write: "update",
      key: balanceKey(account),
      require: [clause("exists", { field: "status", is: "present" })],
      set: { at },
      add: { available: taken, posted: taken },
    },
  ];
}

/** What was credited to a stripe and not swept in, minor units. */
export function amountOn(row: Item | undefined): bigint {
  return figureIn(row, "amount");
}

/** How many stripes an account has, by its settings or its balance; 0 for one that is not striped. */
export function stripesOf(item: Item | undefined): number {
  return Number(figureIn(item, "stripes"));
}

/** The stripe that a chance in [0, 1) picks. */
export function stripeBy(chance: number, stripes: number): number {
  return Math.floor(chance * stripes);
}

/** The numbers of an account's stripes. */
export function numbersUpTo(stripes: number): readonly number[] {
  return Array.from({ length: stripes }, (_, stripe) => stripe);
}
