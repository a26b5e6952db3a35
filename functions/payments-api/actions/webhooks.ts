import { homeOf, type EndpointId, type Tenant } from "../../domain/ids.ts";
import {
  changeEndpoint,
  endpointFrom,
  putEndpoint,
  putReplay,
  rotated,
  type Endpoint,
  type EndpointStanding,
  type Replay,
} from "../../domain/webhook-endpoints.ts";
import type { ListedDelivery } from "../../stores/deliveries.ts";
import { homeCapacity, undecided, type Deps } from "../deps.ts";
import { keyReused, Problem } from "../problems.ts";
import { notFound, type PageRequest } from "../requests.ts";
import { commit } from "./commit.ts";

/** An endpoint, and its secret where that is new. */
export interface ToldEndpoint {
  readonly standing: EndpointStanding;
  readonly secret?: string;
  readonly replayed: boolean;
}

/** What an endpoint is made from. */
export type EndpointRequest = Pick<Endpoint, "id" | "tenant" | "url" | "events" | "request">;

/** How often a change is tried where others change the same endpoint. */
const ROUNDS_MAX = 3;

/** Makes an endpoint in its home cell; the same key again answers the same but for the secret, which is told once. */
export async function makeEndpoint(request: EndpointRequest, deps: Deps): Promise<ToldEndpoint> {
  const capacity = await homeCapacity(homeOf(request.id), deps);
  const { secret, sealed } = await deps.stores.webhookSecrets.make(request.id);
  const fresh = { status: "enabled", round: 0n, version: 1n, createdAt: capacity.standing.at } as const;
  const endpoint: Endpoint = { ...request, ...fresh, secret: sealed };
  const refusals = await commit(putEndpoint(endpoint), capacity, deps);
  if (refusals === undefined) return { standing: { endpoint, gone: false }, secret, replayed: false };
  const [{ index, old }] = refusals;
  if (index === 1) throw new Problem("too_many_endpoints", "Delete an endpoint that nobody needs any more first.");
  if (old === undefined) throw undecided("contention");
  if (old["request"] !== request.request) throw keyReused();
  const standing = { endpoint: endpointFrom(old), gone: false };
  // Made by this very request, the reply to the write being lost: its secret was told to nobody yet.
  const isOwn = standing.endpoint.secret?.box === sealed.box;
  return isOwn ? { standing, secret, replayed: false } : { standing, replayed: true };
}

/** An endpoint, if it is the tenant's and not deleted. */
export async function readEndpoint(id: EndpointId, tenant: Tenant, deps: Deps): Promise<EndpointStanding> {
  const found = await deps.stores.endpoints.one(id, tenant);
  if (found === undefined) throw notFound();
  return found;
}

/** Changes an endpoint in its home cell, as it is after what others have changed meanwhile. */
export async function updateEndpoint(
  id: EndpointId,
  tenant: Tenant,
  change: (standing: EndpointStanding) => Endpoint,
  deps: Deps,
): Promise<EndpointStanding> {
  const capacity = await homeCapacity(homeOf(id), deps);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = await readEndpoint(id, tenant, deps);
    const after = change(before);
    const refusals = await commit(changeEndpoint(before.endpoint, after), capacity, deps);
    if (refusals === undefined) {
      return { endpoint: after, gone: before.gone && after.round === before.endpoint.round };
    }
  }
  throw undecided("contention");
}

/** Gives an endpoint a new secret, once for each key. */
export async function rotateSecret(
  id: EndpointId,
  tenant: Tenant,
  { rotation, keepOldForS }: { readonly rotation: string; readonly keepOldForS: number },
  deps: Deps,
): Promise<ToldEndpoint> {
  const standing = await readEndpoint(id, tenant, deps);
  if (standing.endpoint.rotation === rotation) return { standing, replayed: true };
  const { secret, sealed } = await deps.stores.webhookSecrets.make(id);
  const until = BigInt(deps.clock.now() + keepOldForS * 1000);
  const turn = (before: EndpointStanding) =>
    before.endpoint.rotation === rotation ? before.endpoint : rotated(before.endpoint, sealed, { rotation, until });
  const after = await updateEndpoint(id, tenant, turn, deps);
  return { standing: after, replayed: false, ...(after.endpoint.secret?.box === sealed.box && { secret }) };
}

/** Asks for events again: this cell's stream tells who sends them. Asking twice with one key is asking once. */
export async function askForReplay(replay: Replay, deps: Deps): Promise<{ readonly replayed: boolean }> {
  await readEndpoint(replay.endpoint, replay.tenant, deps);
  // It moves no money, and nobody else writes it: no lease is needed.
  const refusals = await commit([putReplay(deps.env.cell, replay)], { mayAttempt: () => true }, deps);
  if (refusals === undefined) return { replayed: false };
  const [{ old }] = refusals;
  if (old?.["from"] !== replay.from || old["to"] !== replay.to) throw keyReused();
  return { replayed: true };
}

/** What this cell has sent to an endpoint, the newest first, and after which sort key to go on where there is more. */
export async function listDeliveries(
  id: EndpointId,
  tenant: Tenant,
  { limit, after }: PageRequest,
  deps: Deps,
): Promise<{ readonly page: readonly ListedDelivery[]; readonly next: string | undefined }> {
  await readEndpoint(id, tenant, deps);
  const found = await deps.stores.deliveries.page(id, after, limit + 1);
  const page = found.slice(0, limit);
  return { page, next: found.length > limit ? page.at(-1)?.sk : undefined };
}
