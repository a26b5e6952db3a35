import type { Entry } from "../../functions/domain/entries.ts";
import { eventIdAt } from "../../functions/domain/events.ts";
import { parseTenant } from "../../functions/domain/ids.ts";
import { listedPayment, paymentsPartition } from "../../functions/domain/view-keys.ts";
import { canonical } from "./canonical.ts";
import type { Breach, Checker } from "./checker.ts";
import { sortOf, subjectOf, textOf, type LedgerView, type StoredItem } from "./ledger-view.ts";

/**
 * What views show besides entries and months. It is judged where nothing is under way any more: a row does not say how
 * long it may still be on its way.
 */
export const viewsShowPayments: Checker = {
  name: "views-show-payments",
  claim: "Views list each payment for whomever it concerns, and by its reference, and tell each event once.",
  holds: "afterHeal",
  harm: "diverged",
  check(ledger) {
    const wanted = wantedBy(ledger);
    const listings = new Set([...wanted.keys()].map(untimed));
    return [...(ledger.state.views?.rows ?? [])].flatMap(([cell, rows]) => {
      const shown = new Map<string, Row>();
      const breaches: Breach[] = [];
      for (const stored of rows) {
        const row = rowIn(stored);
        if (row === undefined) continue;
        const other = shown.get(row.name);
        if (other !== undefined) breaches.push(fault(cell, "tell twice", row.name, [other, row]));
        shown.set(row.name, row);
      }
      for (const [name, row] of wanted) {
        const does = shown.get(name);
        if (does === undefined) breaches.push(fault(cell, "lack", name, [row]));
        else if (does.says !== row.says) breaches.push(fault(cell, "have something else as", name, [row, does]));
      }
      for (const [name, row] of shown) {
        if (wanted.has(name)) continue;
        // A declined payment that another cell had accepted stands at two times; whoever reads passes over the former.
        if (name !== untimed(name) && listings.has(untimed(name))) continue;
        breaches.push(fault(cell, "have for no reason", name, [row]));
      }
      return breaches;
    });
  },
};

function fault(cell: string, wrong: string, name: string, rows: readonly Row[]): Breach {
  return { fault: `The views of ${cell} ${wrong} ${name}.`, items: rows.map(({ stored }) => stored) };
}

/** The name of a listed payment without its time. */
function untimed(name: string): string {
  return name.replace(/ pay#[^#]*#pay_/, " pay_");
}

/** A row of the views: its name, which says where; what it says; and the item that shows it. */
interface Row {
  readonly name: string;
  readonly says: string;
  readonly stored: StoredItem;
}

/** What views have to show of a ledger, by names that say where. */
function wantedBy({ truth, journal }: LedgerView): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  const want = (name: string, stored: StoredItem, says = ""): void => void rows.set(name, { name, says, stored });
  const settings = truth.filter(({ key }) => key.sk === "account");
  const tenants = new Map(settings.map(({ key, item }) => [subjectOf(key), textOf(item, "tenant")]));
  for (const { stored, entry } of journal) {
    if (entry.kind !== "payment") continue;
    for (const pk of listingsOf(entry, tenants)) want(`${pk} ${listedPayment(entry.at, entry.id)}`, stored);
  }
  for (const stored of truth) {
    const { key, item } = stored;
    if (sortOf(key) === "ref") want(`ref#${subjectOf(key)} pay#${textOf(item, "payment")}`, stored);
    if (sortOf(key) !== "event") continue;
    const id = eventIdAt(key);
    want(`event#${id} event`, stored);
    want(`tenant#${textOf(item, "tenant")} event#${id}`, stored, canonical({ ...item, id }));
  }
  return rows;
}

/** Where a payment is listed: an account on which it books something has it among its entries. */
function listingsOf(
  entry: Extract<Entry, { readonly kind: "payment" }>,
  tenants: ReadonlyMap<string, string>,
): readonly string[] {
  const { id, source, payee, code, postings } = entry;
  // A payee does not see what was declined.
  const sides = code === undefined ? [source, payee] : [source];
  const owners = [entry.tenant, ...(code === undefined ? [tenants.get(payee) ?? ""] : [])];
  const listed = owners.flatMap((owner) => {
    const tenant = parseTenant(owner);
    return tenant.ok ? [paymentsPartition(tenant.value, id)] : [];
  });
  return [...listed, ...sides.filter((side) => !postings.some(({ account }) => account === side)).map(partitionOf)];
}

function partitionOf(account: string): string {
  return `acct#${account}`;
}

/** A stored row, entries and months left out. An event's place in its listing is its arrival, whenever that was. */
function rowIn(stored: StoredItem): Row | undefined {
  const { key, item } = stored;
  if (key.sk.startsWith("entry#") || key.sk.startsWith("month#")) return undefined;
  const [, id] = /^event#.*#(evt_.*)$/.exec(key.sk) ?? [];
  if (id !== undefined) return { name: `${key.pk} event#${id}`, says: canonical(item), stored };
  return { name: `${key.pk} ${key.sk}`, says: "", stored };
}
