import type { PaymentState } from "../../domain/entries.ts";
import { lengthPrefixedHash, parsePaymentId, type AccountId, type PaymentId, type Tenant } from "../../domain/ids.ts";
import type { PaymentView } from "../../domain/payment-view.ts";
import {
  accountPartition,
  LAST,
  listedIn,
  listedPayment,
  paymentsPartitions,
  referencePartition,
  timeText,
} from "../../domain/view-keys.ts";
import { together } from "../../stores/together.ts";
import type { RowRange, ViewRow } from "../../stores/views.ts";
import { freshnessOfViews, type Deps, type Freshness } from "../deps.ts";
import type { PageRequest, TimeRange } from "../requests.ts";
import { readAccount } from "./accounts.ts";
import { readPayments } from "./read-payment.ts";

/** Which payments are asked for: all of the tenant's, or those that every filter named lets through. */
export interface PaymentFilter extends TimeRange {
  /** From or to this account. */
  readonly account?: AccountId;
  /** The tenant's own reference, which is unique among the payments from its account. */
  readonly reference?: { readonly source: AccountId; readonly text: string };
  readonly state?: PaymentState;
}

/** Some payments, and after which sort key to go on where there may be more. */
export interface PaymentPage {
  readonly payments: readonly PaymentView[];
  readonly next: string | undefined;
  readonly freshness: Freshness;
}

/** How many payments are looked at for one page: a filter that lets few through gives pages that are not full. */
const LOOKS_MAX = 10;
const LOOK = 100;

/** The payments that a tenant made or was paid, in the order in which they were made. */
export async function listPayments(
  tenant: Tenant,
  filter: PaymentFilter,
  { limit, after }: PageRequest,
  deps: Deps,
): Promise<PaymentPage> {
  if (filter.account !== undefined) await readAccount(filter.account, tenant, deps);
  const freshness = await freshnessOfViews(deps);
  const payments: PaymentView[] = [];
  let last = after;
  // Without a filter, a few more than asked for tell whether there are more.
  const most = filter.state === undefined ? Math.min(limit + 5, LOOK) : LOOK;
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const { names, through } = await look(rangesOf(tenant, filter), most, last, deps);
    for (const { name, view } of await wanted(names, tenant, filter, deps)) {
      if (payments.length === limit) return { payments, next: last, freshness };
      if (view !== undefined) payments.push(view);
      last = name;
    }
    if (through === undefined) return { payments, next: undefined, freshness };
    last = through;
  }
  return { payments, next: last, freshness };
}

/** Rows of one listing among several that are read as one. */
type Part = Pick<RowRange, "pk" | "from" | "to">;

function rangesOf(tenant: Tenant, { account, reference, from, to }: PaymentFilter): readonly Part[] {
  if (reference !== undefined) {
    const hash = lengthPrefixedHash([tenant, reference.source, reference.text]);
    return [{ pk: referencePartition(hash), from: "pay#", to: `pay#${LAST}` }];
  }
  const part = (pk: string, kind: "pay" | "entry"): Part => ({
    pk,
    from: from === undefined ? `${kind}#` : `${kind}#${timeText(from)}`,
    to: to === undefined ? `${kind}#${LAST}` : `${kind}#${timeText(to)}`,
  });
  if (account === undefined) return paymentsPartitions(tenant).map((pk) => part(pk, "pay"));
  // What booked something on the account is among its entries.
  return [part(accountPartition(account), "pay"), part(accountPartition(account), "entry")];
}

/** The next names of payments in some listings, in order, up to where all of these were read. */
async function look(parts: readonly Part[], most: number, after: string | undefined, deps: Deps) {
  const pages = await together(
    parts.map((part) => {
      const start = after === undefined ? {} : { after: part.from.startsWith("entry#") ? entryAfter(after) : after };
      return deps.stores.views.rows({ ...part, ...start, limit: most, only: ["kind"] });
    }),
  );
  const ends = pages.flatMap((rows) => (rows.length < most ? [] : (endOf(rows) ?? [])));
  const read = ends.toSorted()[0];
  const listed = pages.flat().filter((row) => row.sk.startsWith("pay#") || listedIn(row) !== undefined);
  const all = [...new Set(listed.map(nameOf))].toSorted().filter((name) => read === undefined || name <= read);
  const names = all.slice(0, most);
  return { names, through: all.length > most ? names.at(-1) : read };
}

/** Up to which name a page that is not the last has all there is: entries of one payment may go on behind it. */
function endOf(rows: readonly ViewRow[]): string | undefined {
  const names = rows.map(nameOf);
  const last = names.at(-1);
  return rows.at(-1)?.sk.startsWith("entry#") ? (names.findLast((name) => name !== last) ?? last) : last;
}

/** The name of a payment in a listing, which says where it is in it; likewise of an entry. */
function nameOf({ sk }: ViewRow): string {
  return sk.startsWith("entry#") ? `pay#${sk.slice("entry#".length, sk.lastIndexOf("#"))}` : sk;
}

/** Behind all entries of a payment at a time. */
function entryAfter(name: string): string {
  return `entry#${name.slice("pay#".length)}#${LAST}`;
}

async function wanted(names: readonly string[], tenant: Tenant, filter: PaymentFilter, deps: Deps) {
  const ids = names.flatMap((name) => idIn(name) ?? []);
  const views = new Map((await readPayments(ids, deps)).map((view, index) => [ids[index], view]));
  return names.map((name) => {
    const id = idIn(name);
    const view = id === undefined ? undefined : views.get(id);
    return { name, view: view !== undefined && passes(name, view, tenant, filter) ? view : undefined };
  });
}

/** Two cells may have taken a payment of one id at different times: it is listed where the one stands that counts. */
function passes(name: string, { payment, state }: PaymentView, tenant: Tenant, filter: PaymentFilter): boolean {
  // What a payee's tenant may not read by its id, it does not find here either.
  if (payment.tenant !== tenant && payment.code !== undefined) return false;
  if (filter.state !== undefined && state !== filter.state) return false;
  if (filter.reference === undefined) return name === listedPayment(payment.at, payment.id);
  const { from = payment.at, to = payment.at + 1n } = filter;
  return payment.at >= from && payment.at < to;
}

function idIn(name: string): PaymentId | undefined {
  const id = parsePaymentId(name.slice(name.lastIndexOf("#") + 1));
  return id.ok ? id.value : undefined;
}
