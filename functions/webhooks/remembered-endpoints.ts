import type { Tenant } from "../domain/ids.ts";
import type { EndpointStanding } from "../domain/webhook-endpoints.ts";
import type { Clock } from "../stores/clock.ts";
import type { Endpoints } from "../stores/webhook-endpoints.ts";

/** A change of an endpoint is heeded within this time, besides what replication takes. */
const FRESH_MS = 2_000;
/** So many tenants' are remembered. */
const KEPT_MAX = 1_000;

/** Tenants' endpoints, read once in two seconds, each by one read for however many ask at the same time. */
export function createRemembered(
  { ofTenant }: Pick<Endpoints, "ofTenant">,
  clock: Pick<Clock, "monotonic">,
): Pick<Endpoints, "ofTenant"> {
  const known = new Map<Tenant, { readonly read: Promise<readonly EndpointStanding[]>; readonly at: number }>();
  return {
    ofTenant(tenant) {
      const found = known.get(tenant);
      if (found !== undefined && clock.monotonic() - found.at <= FRESH_MS) return found.read;
      const read = ofTenant(tenant);
      if (known.size >= KEPT_MAX) known.clear();
      known.set(tenant, { read, at: clock.monotonic() });
      // What could not be read is read again by whoever asks next.
      read.catch(() => known.delete(tenant));
      return read;
    },
  };
}
