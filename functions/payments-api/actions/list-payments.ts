import type { PaymentState } from "../../domain/entries.ts";
import { lengthPrefixedHash, parsePaymentId, type AccountId, type PaymentId, type Tenant } from "../../domain/ids.ts";
import { assemblePayment, type PaymentView } from "../../domain/payment-view.ts";
import {
  accountPartition,
  LAST,
  listedPayment,
  referencePartition,
  tenantPartition,
  timeText,
} from "../../domain/view-keys.ts";
import { freshnessOfViews, type Deps, type Freshness } from "../deps.ts";
import type { PageRequest, TimeRange } from "../requests.ts";
import { readAccount } from "./accounts.ts";

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
  const range = rangeOf(tenant, filter);
  const payments: PaymentView[] = [];
  let last = after;
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const start = last === undefined ? {} : { after: last };
    const rows = await deps.stores.views.rows({ ...range, limit: LOOK, ...start });
    const found = await wanted(
      rows.map(({ sk }) => sk),
      tenant,
      filter,
      deps,
    );
    for (const { sk, view } of found) {
      if (payments.length === limit) return { payments, next: last, freshness };
      if (view !== undefined) payments.push(view);
      last = sk;
    }
    if (rows.length < LOOK) return { payments, next: undefined, freshness };
  }
  return { payments, next: last, freshness };
}

function rangeOf(tenant: Tenant, { account, reference, from, to }: PaymentFilter) {
  if (reference !== undefined) {
    const hash = lengthPrefixedHash([tenant, reference.source, reference.text]);
    return { pk: referencePartition(hash), from: "pay#", to: `pay#${LAST}` };
  }
  return {
    pk: account === undefined ? tenantPartition(tenant) : accountPartition(account),
    from: from === undefined ? "pay#" : `pay#${timeText(from)}`,
    to: to === undefined ? `pay#${LAST}` : `pay#${timeText(to)}`,
  };
}

async function wanted(sks: readonly string[], tenant: Tenant, filter: PaymentFilter, { stores }: Deps) {
  const ids = sks.map(listedId);
  const known = await stores.views.payments(ids.filter((id) => id !== undefined));
  return sks.map((sk, index) => {
    const id = ids[index];
    const written = id === undefined ? undefined : known.get(id);
    const view = id === undefined || written === undefined ? undefined : assemblePayment(id, written);
    return { sk, view: view !== undefined && passes(sk, view, tenant, filter) ? view : undefined };
  });
}

function passes(sk: string, { payment, state }: PaymentView, tenant: Tenant, filter: PaymentFilter): boolean {
  // What a payee's tenant may not read by its id, it does not find here either.
  if (payment.tenant !== tenant && payment.code !== undefined) return false;
  if (filter.state !== undefined && state !== filter.state) return false;
  if (filter.reference === undefined) return sk === listedPayment(payment.at, payment.id);
  const { from = payment.at, to = payment.at + 1n } = filter;
  return payment.at >= from && payment.at < to;
}

/** Two cells may have taken a payment of one id at different times: it is listed where the one stands that counts. */
function listedId(sk: string): PaymentId | undefined {
  const id = parsePaymentId(sk.slice(sk.lastIndexOf("#") + 1));
  return id.ok ? id.value : undefined;
}
