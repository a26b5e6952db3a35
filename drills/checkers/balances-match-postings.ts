import type { Breach, Checker } from "./checker.ts";
import {
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
  claim: "Every balance is its postings, its open holds and its limit: available = posted + limit - held.",
  check(ledger) {
    const balances = balancesIn(ledger.truth);
    const sums = postedSums(ledger.journal);
    const { limits, holds } = settingsOf(ledger);
    return [
      ...balances.flatMap((balance) => {
        const account = subjectOf(balance.key);
        const posted = sums.get(`${account} ${textOf(balance.item, "currency")}`) ?? 0n;
        return wrongIn(balance, { posted, held: holds.get(account) ?? 0n, limit: limits.get(account) ?? 0n });
      }),
      ...strays(ledger, balances),
    ];
  },
};

/** What accounts may overdraw, and what is held back on them. System accounts have no settings and no limit. */
function settingsOf({ truth }: LedgerView) {
  const limits = new Map<string, bigint>();
  const holds = new Map<string, bigint>();
  for (const { key, item } of truth) {
    if (sortOf(key) !== "acct") continue;
    if (key.sk === "account") limits.set(subjectOf(key), figureOf(item, "overdraftLimit"));
    if (key.sk.startsWith("hold#")) add(holds, subjectOf(key), figureOf(item, "remaining"));
  }
  return { limits, holds };
}

function wrongIn(
  balance: StoredItem,
  { posted, held, limit }: { readonly posted: bigint; readonly held: bigint; readonly limit: bigint },
): readonly Breach[] {
  const expected = { posted, held, available: posted + limit - held };
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
