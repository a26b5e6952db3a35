import type { AccountId, Tenant } from "../../domain/ids.ts";
import type { Item } from "../../domain/ledger-write.ts";
import { boundsOf } from "../../domain/moments.ts";
import { counterpartyOf, type EntryRow } from "../../domain/projections.ts";
import { invariant } from "../../domain/result.ts";
import { accountPartition, LAST, monthOf, timeText } from "../../domain/view-keys.ts";
import type { ViewRow } from "../../stores/views.ts";
import { freshnessOfViews, type Deps, type Freshness } from "../deps.ts";
import type { PageRequest, TimeRange } from "../requests.ts";
import { readAccount } from "./accounts.ts";
import { standingPayments } from "./read-payment.ts";

/** Some entries of an account, and after which sort key to go on where there are more. */
export interface EntryPage {
  readonly entries: readonly EntryRow[];
  readonly next: string | undefined;
  readonly freshness: Freshness;
}

/** What was booked on an account, if it is the tenant's, the newest last. */
export async function listEntries(
  account: AccountId,
  tenant: Tenant,
  range: TimeRange,
  page: PageRequest,
  deps: Deps,
): Promise<EntryPage> {
  await readAccount(account, tenant, deps);
  // How fresh it is at the least is asked for first.
  const freshness = await freshnessOfViews(deps);
  return { ...(await entryPage(account, range, page, deps)), freshness };
}

/** What an account held at a moment, by the entries booked until then. */
export interface PastBalance {
  readonly currency: string;
  /** Minor units. */
  readonly posted: bigint;
  readonly freshness: Freshness;
}

/** What an account held at a moment, milliseconds since the epoch, if it is the tenant's. */
export async function balanceAt(account: AccountId, tenant: Tenant, at: bigint, deps: Deps): Promise<PastBalance> {
  const settings = await readAccount(account, tenant, deps);
  const freshness = await freshnessOfViews(deps);
  const month = monthOf(at);
  const { from } = boundsOf(month);
  const before = await deps.stores.views.sumBefore(account, month);
  const range = { pk: accountPartition(account), from: entriesFrom(from), to: `${entriesFrom(at)}#${LAST}` };
  const rows = await deps.stores.views.rows({ ...range, only: ["amount"] });
  return { currency: currencyOf(settings), posted: before + sumOf(rows), freshness };
}

/** Entries of an account within a time, in the order of their booking, each with the account at the other end. */
export async function entryPage(
  account: AccountId,
  { from, to }: TimeRange,
  { limit, after }: Pick<PageRequest, "limit" | "after">,
  deps: Deps,
): Promise<Pick<EntryPage, "entries" | "next">> {
  const found = await deps.stores.views.rows({
    pk: accountPartition(account),
    from: from === undefined ? "entry#" : entriesFrom(from),
    to: to === undefined ? `entry#${LAST}` : entriesFrom(to),
    // One more than asked for tells whether there are more.
    limit: limit + 1,
    ...(after === undefined ? {} : { after }),
  });
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1)?.sk : undefined;
  return {
    entries: await withCounterparties(
      page.map(({ item }) => entryOf(account, item)),
      deps,
    ),
    next,
  };
}

/** A half of another cell's entry does not name the other end: its payment does. */
async function withCounterparties(entries: readonly EntryRow[], deps: Deps): Promise<readonly EntryRow[]> {
  const unnamed = entries.flatMap(({ counterparty, payment }) => (counterparty === undefined ? [payment] : []));
  if (unnamed.length === 0) return entries;
  const payments = await standingPayments([...new Set(unnamed)], deps);
  return entries.map((entry) => {
    const payment = payments.get(entry.payment);
    if (entry.counterparty !== undefined || payment === undefined) return entry;
    return { ...entry, ...counterpartyOf(entry.account, payment.source, payment.payee) };
  });
}

function entryOf(account: AccountId, item: Item): EntryRow {
  // Written by the projector alone, with the very fields of EntryRow but the account, which its partition names.
  return { ...item, account } as unknown as EntryRow;
}

/** An account's currency, by its settings. */
export function currencyOf({ currency }: Item): string {
  invariant(typeof currency === "string", "an account has a currency");
  return currency;
}

function sumOf(rows: readonly ViewRow[]): bigint {
  return rows.reduce((sum, { item: { amount } }) => (typeof amount === "bigint" ? sum + amount : sum), 0n);
}

function entriesFrom(at: bigint): string {
  return `entry#${timeText(at)}`;
}
