import { homeOf, type EndpointId, type Tenant } from "../../domain/ids.ts";
import type { Item, LedgerWrite } from "../../domain/ledger-write.ts";
import {
  changeEndpoint,
  endpointFrom,
  putEndpoint,
  putReplay,
  putRotation,
  rotated,
  rotationKey,
  signingSecrets,
  type Endpoint,
  type EndpointStanding,
  type Replay,
  type Rotation,
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

/** Makes of an endpoint what it is to be. */
type Change = (standing: EndpointStanding) => Endpoint;

/** Changes an endpoint in its home cell, as it is after what others have changed meanwhile. */
export async function updateEndpoint(
  id: EndpointId,
  tenant: Tenant,
  change: Change,
  deps: Deps,
): Promise<EndpointStanding> {
  return (await changeNoting({ id, tenant, change, notes: [] }, deps)).standing;
}

/** The same, putting notes that are not there with it; nothing is changed where one is: it is told as `there`. */
async function changeNoting(
  { id, tenant, change, notes }: Pick<Endpoint, "id" | "tenant"> & { change: Change; notes: readonly LedgerWrite[] },
  deps: Deps,
): Promise<{ readonly standing: EndpointStanding; readonly there?: Item }> {
  const capacity = await homeCapacity(homeOf(id), deps);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = await readEndpoint(id, tenant, deps);
    const after = change(before);
    const changes = changeEndpoint(before.endpoint, after);
    const refusals = await commit([...changes, ...notes], capacity, deps);
    if (refusals === undefined) {
      return { standing: { endpoint: after, gone: before.gone && after.round === before.endpoint.round } };
    }
    const there = refusals.find(({ index }) => index >= changes.length)?.old;
    if (there !== undefined) return { standing: await readEndpoint(id, tenant, deps), there };
  }
  throw undecided("contention");
}

/** Gives an endpoint a new secret, once for each key, however many other keys have given it one since. */
export async function rotateSecret(asked: Rotation, deps: Deps): Promise<ToldEndpoint> {
  const { id, tenant, rotation, keepOldForS } = asked;
  const standing = await readEndpoint(id, tenant, deps);
  const before = await deps.stores.ledger.get(rotationKey(asked));
  if (before !== undefined) return rotatedBefore(standing, before, asked);
  // Noted by an older program, with the endpoint alone.
  if (standing.endpoint.rotation === rotation) return { standing, replayed: true };
  const { secret, sealed } = await deps.stores.webhookSecrets.make(id);
  const now = deps.clock.now();
  const until = BigInt(now) + keepOldForS * 1000n;
  const change: Change = ({ endpoint }) => rotated(endpoint, sealed, { rotation, until });
  const after = await changeNoting({ id, tenant, change, notes: [putRotation(asked)] }, deps);
  if (after.there === undefined) return { standing: after.standing, secret, replayed: false };
  // Noted by this very request, the reply to the write being lost: its secret was told to nobody yet.
  const isOwn = signingSecrets(after.standing.endpoint, now).some(({ box }) => box === sealed.box);
  return isOwn
    ? { standing: after.standing, secret, replayed: false }
    : rotatedBefore(after.standing, after.there, asked);
}

function rotatedBefore(standing: EndpointStanding, before: Item, { keepOldForS }: Rotation): ToldEndpoint {
  if (before["keepOldForS"] !== keepOldForS) throw keyReused();
  return { standing, replayed: true };
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
