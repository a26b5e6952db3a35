import { writerOf } from "../../functions/domain/keys.ts";
import type { Breach, Checker } from "./checker.ts";
import { debitsByHome } from "./debits.ts";
import {
  accountOf,
  add,
  balancesIn,
  figureOf,
  postedSums,
  sortOf,
  subjectOf,
  textOf,
  type LedgerView,
  type StoredItem,
} from "./ledger-view.ts";

/** A balance is nothing of its own: it is what the journal, the holds and the limit add up to. */
export const balancesMatchPostings: Checker = {
  name: "balances-match-postings",
  claim:
    "Every balance is its postings, less what its stripes still keep, its open holds and its limit: " +
    "available = posted + limit - held; `debited` is the sum of its home's debits.",
  holds: "always",
  harm: "imbalanced",
  check(ledger) {
    const balances = balancesIn(ledger.truth);
    const sums = postedSums(ledger.journal);
    const debits = debitsByHome(ledger.journal);
    const { limits, holds, stripes } = settingsOf(ledger);
    return [
      ...balances.flatMap((balance) => {
        const account = subjectOf(balance.key);
        const swept = (sums.get(`${account} ${textOf(balance.item, "currency")}`) ?? 0n) - (stripes.get(account) ?? 0n);
        const debited = (debits.get(account) ?? []).reduce((sum, { amount }) => sum + amount, 0n);
        const held = holds.get(account) ?? 0n;
        return wrongIn(balance, {
          posted: swept,
          held,
          available: swept + (limits.get(account) ?? 0n) - held,
          // Suspense accounts come into being by a credit and are never debited by a debit of their home's own.
          ...(balance.item["debited"] === undefined ? {} : { debited }),
        });
      }),
      ...strays(ledger, balances),
    ];
  },
};

/** What accounts may overdraw, what is held back on them, what their stripes keep. System accounts have no limit. */
function settingsOf({ truth }: LedgerView) {
  const limits = new Map<string, bigint>();
  const holds = new Map<string, bigint>();
  const stripes = new Map<string, bigint>();
  for (const { key, item } of truth) {
    // A stand-in's holds are part of its own row's net.
    if (sortOf(key) !== "acct" || !isHomes(key)) continue;
    if (key.sk === "account") limits.set(subjectOf(key), figureOf(item, "overdraftLimit"));
    if (key.sk.startsWith("hold#")) add(holds, subjectOf(key), figureOf(item, "remaining"));
    if (key.sk.startsWith("stripe#")) add(stripes, subjectOf(key), figureOf(item, "amount"));
  }
  return { limits, holds, stripes };
}

function isHomes(key: StoredItem["key"]): boolean {
  return accountOf(key)?.startsWith(`acc_${writerOf(key)}_`) ?? false;
}

function wrongIn(balance: StoredItem, expected: Readonly<Record<string, bigint>>): readonly Breach[] {
  return Object.entries(expected).flatMap(([field, figure]) => {
    const stored = figureOf(balance.item, field);
    if (stored === figure) return [];
    return [{ fault: `${field} of ${subjectOf(balance.key)} is ${stored}, not ${figure}.`, items: [balance] }];
  });
}

/** Postings to an account that has no balance, or none in their currency. */
function strays({ journal }: LedgerView, balances: readonly StoredItem[]): readonly Breach[] {
  const known = new Set(balances.map(({ key, item }) => `${subjectOf(key)} ${textOf(item, "currency")}`));
  return journal.flatMap(({ entry, stored }) =>
    entry.postings
      .filter(({ account }) => account.startsWith("acc_") && !known.has(`${account} ${entry.currency}`))
      .map(({ account }) => ({
        fault: `A posting goes to ${account}, which has no balance in ${entry.currency}.`,
        items: [stored],
      })),
  );
}
