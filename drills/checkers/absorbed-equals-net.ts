import { balanceKey, writerOf } from "../../functions/domain/keys.ts";
import type { Checker } from "./checker.ts";
import { accountOf, add, figureOf, standInRowsIn, subjectOf } from "./ledger-view.ts";

/** In the end a home has taken in all that was done for it, each of it once. */
export const absorbedEqualsNet: Checker = {
  name: "absorbed-equals-net",
  claim: "What a home has absorbed of a stand-in is what the stand-in has debited, payment by payment.",
  holds: "afterHeal",
  harm: "lost",
  check(ledger) {
    const accounts = standInRowsIn(ledger.truth).flatMap((row) => {
      const account = accountOf(row.key);
      const balance = account === undefined ? undefined : ledger.find(balanceKey(account));
      const cell = writerOf(row.key);
      const net = figureOf(row.item, "net");
      const absorbed = figureOf(balance?.item ?? {}, `absorbed_${cell}`);
      if (net === absorbed) return [];
      const items = balance === undefined ? [row] : [row, balance];
      return [{ fault: `${row.key.pk} has a net of ${net}, its home has absorbed ${absorbed}.`, items }];
    });
    const sums = new Map<string, bigint>();
    for (const { stored, entry } of ledger.journal) {
      for (const { account, amount } of entry.postings) {
        if (account.includes("#acct#")) add(sums, `${subjectOf(stored.key)} ${account}`, amount);
      }
    }
    const payments = [...sums].flatMap(([name, sum]) => {
      const [payment = "", row] = name.split(" ");
      if (sum === 0n) return [];
      const entries = ledger.journal.filter(({ stored }) => subjectOf(stored.key) === payment);
      const items = entries.map(({ stored }) => stored);
      return [{ fault: `${payment} leaves ${sum} on ${row}: what was debited there was not absorbed.`, items }];
    });
    return [...accounts, ...payments];
  },
};
