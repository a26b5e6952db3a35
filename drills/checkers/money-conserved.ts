import type { Checker } from "./checker.ts";
import {
  add,
  balancesIn,
  clearingRowsIn,
  figureOf,
  netsOf,
  postedSums,
  journalIn,
  sortOf,
  textOf,
  type StoredItem,
} from "./ledger-view.ts";

/** Where the money of a currency is, minor units. */
export interface Holdings {
  readonly currency: string;
  /** What came in through settlement accounts: their balances with the sign turned. */
  readonly entered: bigint;
  /** What all other accounts have, suspense and stripes not yet swept in included. */
  readonly held: bigint;
  /** What clearing rows say is owed between cells. */
  readonly clearing: bigint;
  /** What stand-ins debited and the accounts' homes have not taken in yet: negative until they have. */
  readonly unabsorbed: bigint;
}

/** Money comes in through settlement and is then somewhere, always. */
export const moneyConserved: Checker = {
  name: "money-conserved",
  claim:
    "All accounts, stand-ins' debits and clearing rows of a currency sum to zero: money is somewhere, or under way.",
  holds: "always",
  harm: "imbalanced",
  check: ({ truth }) =>
    holdingsIn(truth)
      .filter(({ entered, held, clearing, unabsorbed }) => entered !== held + clearing + unabsorbed)
      .map(({ currency, entered, held, clearing, unabsorbed }) => {
        const lent = unabsorbed === 0n ? "" : `, not yet absorbed ${unabsorbed}`;
        return {
          fault: `${entered} ${currency} entered, accounts hold ${held} and clearing ${clearing}${lent}.`,
          items: [
            ...balancesIn(truth).filter(({ item }) => textOf(item, "currency") === currency),
            ...clearingRowsIn(truth).filter((row) => netsOf(row).has(currency)),
          ],
        };
      }),
};

/** Where the money is, by currency in alphabetical order: of the whole ledger, or of one replica of it. */
export function holdingsIn(items: readonly StoredItem[]): readonly Holdings[] {
  const entered = new Map<string, bigint>();
  const held = new Map<string, bigint>();
  const clearing = new Map<string, bigint>();
  const unabsorbed = new Map<string, bigint>();
  for (const { item } of balancesIn(items)) {
    const posted = figureOf(item, "posted");
    if (textOf(item, "floor") === "none") add(entered, textOf(item, "currency"), -posted);
    else add(held, textOf(item, "currency"), posted);
  }
  for (const { key, item } of items) {
    const isStripe = sortOf(key) === "acct" && key.sk.startsWith("stripe#");
    if (isStripe) add(held, textOf(item, "currency"), figureOf(item, "amount"));
  }
  for (const row of clearingRowsIn(items)) for (const [currency, net] of netsOf(row)) add(clearing, currency, net);
  for (const [name, sum] of postedSums(journalIn(items))) {
    const [account = "", currency = ""] = name.split(" ");
    if (account.includes("#acct#")) add(unabsorbed, currency, sum);
  }
  const currencies = new Set([...entered.keys(), ...held.keys(), ...clearing.keys(), ...unabsorbed.keys()]);
  return [...currencies].sort().map((currency) => ({
    currency,
    entered: entered.get(currency) ?? 0n,
    held: held.get(currency) ?? 0n,
    clearing: clearing.get(currency) ?? 0n,
    unabsorbed: unabsorbed.get(currency) ?? 0n,
  }));
}
