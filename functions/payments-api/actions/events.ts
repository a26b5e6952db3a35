import { eventFrom, eventPartition, type AccountEvent } from "../../domain/events.ts";
import type { AccountId, Tenant } from "../../domain/ids.ts";
import type { Item } from "../../domain/ledger-write.ts";
import { SETTLED_MS } from "../../domain/projection-lag.ts";
import { tenantPartition, timeText } from "../../domain/view-keys.ts";
import { freshnessOfViews, type Deps, type Freshness } from "../deps.ts";
import type { PageRequest } from "../requests.ts";
import { readAccount } from "./accounts.ts";

/** Some events, and after which sort key to go on where there are more. */
interface EventPage {
  readonly events: readonly AccountEvent[];
  readonly next: string | undefined;
}

/** What happened to an account, if it is the tenant's, the newest last, as far as this cell has seen it. */
export async function listEvents(
  account: AccountId,
  tenant: Tenant,
  { limit, after }: PageRequest,
  deps: Deps,
): Promise<EventPage> {
  await readAccount(account, tenant, deps);
  // One more than asked for tells whether there are more.
  const found = await deps.stores.ledger.page(eventPartition(account), after, limit + 1);
  return pageOf(
    found.map(({ key, item }) => ({ sk: key.sk, item })),
    limit,
  );
}

/** What happened to all of a tenant's accounts, in the order in which this cell has learned of it. */
export async function listTenantEvents(
  tenant: Tenant,
  { limit, after }: PageRequest,
  deps: Deps,
): Promise<EventPage & { readonly freshness: Freshness }> {
  const freshness = await freshnessOfViews(deps);
  const found = await deps.stores.views.rows({
    pk: tenantPartition(tenant),
    from: "event#",
    to: `event#${timeText(BigInt(deps.clock.now() - SETTLED_MS))}`,
    limit: limit + 1,
    ...(after === undefined ? {} : { after }),
  });
  return { ...pageOf(found, limit), freshness };
}

function pageOf(found: readonly { readonly sk: string; readonly item: Item }[], limit: number): EventPage {
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1)?.sk : undefined;
  return { events: page.map(({ item }) => eventFrom(item)), next };
}
