import { homeOf, systemAccountId, type AccountId } from "../../functions/domain/ids.ts";
import { accountKey, balanceKey, stripeKey } from "../../functions/domain/keys.ts";
import { numbersUpTo, stripesOf } from "../../functions/domain/stripes.ts";
import type { Breach, Checker } from "./checker.ts";
import {
  accountOf,
  balancesIn,
  nameOf,
  sortOf,
  standInRowsIn,
  subjectOf,
  textOf,
  type LedgerView,
  type StoredItem,
} from "./ledger-view.ts";

/** A payment is judged by what the balance says of its account: whoever changes that, spends another one's money. */
export const accountsAgree: Checker = {
  name: "accounts-agree",
  claim:
    "Balance and stripes of an account are of the tenant, currency and status that its settings say, stand-ins' rows " +
    "of its currency, and settlement alone has no floor.",
  holds: "always",
  harm: "other",
  check: (ledger) => [
    ...settingsIn(ledger).flatMap((settings) => ofSettings(settings, ledger)),
    ...balancesIn(ledger.truth).flatMap((balance) => ofNobody(balance, ledger)),
    ...standInRowsIn(ledger.truth).flatMap((row) => ofStandIn(row, ledger)),
  ],
};

function settingsIn({ truth }: LedgerView): readonly StoredItem[] {
  return truth.filter(({ key }) => sortOf(key) === "acct" && key.sk === "account");
}

function ofSettings(settings: StoredItem, { find }: LedgerView): readonly Breach[] {
  const account = accountOf(settings.key);
  if (account === undefined) return [];
  const stripes = stripesOf(settings.item);
  const keys = [balanceKey(account), ...numbersUpTo(stripes).map((stripe) => stripeKey(account, stripe))];
  return keys.flatMap((key) => {
    const stored = find(key);
    if (stored === undefined) return [{ fault: `${account} has no ${key.sk}.`, items: [settings] }];
    if (key.sk !== "balance") return differing(["tenant", "currency", "status"], stored, settings);
    const told = differing(["tenant", "currency", "status", "stripes"], stored, settings);
    const kind = textOf(settings.item, "kind");
    if ((textOf(stored.item, "floor") === "none") === (kind === "settlement")) return told;
    const has = kind === "settlement" ? "has a floor" : "has no floor";
    return [...told, { fault: `${account} is a ${kind} account and ${has}.`, items: [settings, stored] }];
  });
}

/** Suspense comes into being by a credit and has no settings; everything else is somebody's. */
function ofNobody(balance: StoredItem, { find }: LedgerView): readonly Breach[] {
  const account = accountOf(balance.key);
  if (account === undefined || find(accountKey(account)) !== undefined) return [];
  if (account === systemAccountId(homeOf(account), "suspense", textOf(balance.item, "currency"))) return [];
  return [{ fault: `${account} has a balance and no settings.`, items: [balance] }];
}

function ofStandIn(row: StoredItem, { find }: LedgerView): readonly Breach[] {
  // Rows are named by their accounts, as the one-writer checker sees to.
  const balance = find(balanceKey(subjectOf(row.key) as AccountId));
  return balance === undefined ? [] : differing(["currency"], row, balance);
}

function differing(fields: readonly string[], stored: StoredItem, from: StoredItem): readonly Breach[] {
  return fields
    .filter((field) => stored.item[field] !== from.item[field])
    .map((field) => ({
      fault: `${nameOf(stored.key)} and ${nameOf(from.key)} differ in ${field}.`,
      items: [stored, from],
    }));
}
