import { eventFrom, eventPartition, type AccountEvent } from "../../domain/events.ts";
import type { AccountId, Tenant } from "../../domain/ids.ts";
import type { Deps } from "../deps.ts";
import type { PageRequest } from "../requests.ts";
import { readAccount } from "./accounts.ts";

/** Some events of an account, and after which sort key to go on where there are more. */
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
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1)?.key.sk : undefined;
  return { events: page.map(({ item }) => eventFrom(item)), next };
}
