import { parseAccountId } from "../../functions/domain/ids.ts";
import { accountKey } from "../../functions/domain/keys.ts";
import type { Breach, Checker } from "./checker.ts";
import {
  accountOf,
  nameOf,
  sortOf,
  textOf,
  type JournalEntry,
  type LedgerView,
  type StoredItem,
} from "./ledger-view.ts";

/** Whose money it is, nobody else moves, and nobody else is told. */
export const tenantsApart: Checker = {
  name: "tenants-apart",
  claim: "Payments are their account's own tenant's, refunds payer's or payee's, and events the account's tenant's.",
  holds: "always",
  harm: "other",
  check: (ledger) => [
    ...ledger.journal.flatMap((recorded) => ofForeigner(recorded, ledger)),
    ...ledger.truth.filter(({ key }) => sortOf(key) === "event").flatMap((event) => toForeigner(event, ledger)),
  ],
};

function ofForeigner({ entry, stored }: JournalEntry, ledger: LedgerView): readonly Breach[] {
  // A half, an expiry and a reversal are the platform's own doing.
  if (entry.kind === "half" || entry.kind === "expiry" || entry.kind === "reversal") return [];
  const owners = [tenantOf(entry.source, ledger), ...(entry.kind === "refund" ? [tenantOf(entry.payee, ledger)] : [])];
  // System accounts have no settings, and so no tenant to compare with.
  if (owners.includes(undefined) || owners.includes(entry.tenant)) return [];
  const fault = `${nameOf(stored.key)} is ${entry.tenant}'s, the account ${owners.join(" and ")}'s.`;
  return [{ fault, items: [stored] }];
}

function toForeigner(event: StoredItem, ledger: LedgerView): readonly Breach[] {
  const account = accountOf(event.key);
  const owner = account === undefined ? undefined : tenantOf(account, ledger);
  const told = textOf(event.item, "tenant");
  if (owner === undefined || owner === told) return [];
  return [{ fault: `${nameOf(event.key)} tells ${told} of an account of ${owner}'s.`, items: [event] }];
}

function tenantOf(account: string, { find }: LedgerView): string | undefined {
  const id = parseAccountId(account);
  const settings = id.ok ? find(accountKey(id.value)) : undefined;
  return settings === undefined ? undefined : textOf(settings.item, "tenant");
}
