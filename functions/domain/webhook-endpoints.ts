import { EVENT_TYPES, type EventType } from "./events.ts";
import { homeOf, parseEndpointId, parseTenant, type CellName, type EndpointId, type Tenant } from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import { clause, type Clause, type Item, type LedgerWrite, type Value } from "./ledger-write.ts";
import { invariant } from "./result.ts";

/** A tenant has no more endpoints at home in one cell. */
export const ENDPOINTS_MAX = 16;
/** For so long an old secret signs beside the new one unless its tenant says otherwise, seconds. */
export const OVERLAP_S = 24 * 3600;
/** And no longer than this. */
export const OVERLAP_MAX_S = 7 * 24 * 3600;

/** A signing secret as it is kept: under a data key of its own, which only the cells' shared key opens. */
export interface SealedSecret {
  readonly key: string;
  readonly box: string;
}

/** Where a tenant wants its events sent. */
export interface Endpoint {
  readonly id: EndpointId;
  readonly tenant: Tenant;
  readonly url: string;
  /** Empty: events of every type. */
  readonly events: readonly EventType[];
  /** What its tenant wants; an endpoint that answered 410 is off until it is enabled again. */
  readonly status: "enabled" | "disabled" | "deleted";
  /** Raised whenever it is enabled again: a 410 of an earlier round does not count. */
  readonly round: bigint;
  /** Raised by every change. */
  readonly version: bigint;
  readonly secret?: SealedSecret;
  /** The one before, which signs, too, until then (milliseconds since the epoch). */
  readonly before?: SealedSecret & { readonly until: bigint };
  /** The one before that, likewise: who lost the answer to a rotation rotates again, and receivers know this one. */
  readonly earlier?: SealedSecret & { readonly until: bigint };
  /** The hash of the request that made it, and the one that rotated its secret last: what older programs know it by. */
  readonly request: string;
  readonly rotation?: string;
  readonly createdAt: bigint;
}

/** An endpoint, and the round in which some cell was told by 410 that nobody wants to hear of it any more. */
export interface EndpointStanding {
  readonly endpoint: Endpoint;
  readonly gone: boolean;
}

/** Which events of which time a tenant wants sent again to an endpoint. */
export interface Replay {
  readonly id: string;
  readonly endpoint: EndpointId;
  readonly tenant: Tenant;
  /** From this moment on, up to that one, milliseconds since the epoch. */
  readonly from: bigint;
  readonly to: bigint;
  readonly at: bigint;
}

/** The partition of a tenant's endpoints that are at home in a cell. */
export function endpointPartition(home: CellName, tenant: Tenant): string {
  return `${home}#hooks#${tenant}`;
}

/** The partition in which a cell notes which of a tenant's endpoints, of whatever home, have told it to stop. */
export function gonePartition(cell: CellName, tenant: Tenant): string {
  return `${cell}#gone#${tenant}`;
}

/** Where an endpoint stands, and in the partition above whether it is gone. */
export function endpointKey({ id, tenant }: Pick<Endpoint, "id" | "tenant">): LedgerKey {
  return { pk: endpointPartition(homeOf(id), tenant), sk: `endpoint#${id}` };
}

/** A clause of a change of endpoints. */
export type EndpointClause = "room" | "version" | "round";

/** Makes an endpoint: it is not there, and its tenant has not too many of them. */
export function putEndpoint(endpoint: Endpoint): readonly [LedgerWrite<never>, LedgerWrite<EndpointClause>] {
  return [{ write: "put", key: endpointKey(endpoint), item: itemOf(endpoint) }, counting(endpoint, 1n)];
}

/** Changes an endpoint that is as it was read. */
export function changeEndpoint(before: Endpoint, after: Endpoint): readonly LedgerWrite<EndpointClause>[] {
  const set = itemOf({ ...after, version: before.version + 1n });
  const remove = CHANGING.filter((field) => !(field in set));
  const change: LedgerWrite<EndpointClause> = {
    write: "update",
    key: endpointKey(before),
    require: [clause("version", { field: "version", is: "=", value: before.version })],
    set,
    ...(remove.length === 0 ? {} : { remove }),
  };
  return after.status === "deleted" ? [change, counting(before, -1n)] : [change];
}

/** Enables an endpoint, or does not; whoever is enabled anew is in a new round. */
export function withStatus({ endpoint, gone }: EndpointStanding, status: "enabled" | "disabled"): Endpoint {
  const isNew = status === "enabled" && (gone || endpoint.status === "disabled");
  return { ...endpoint, status, round: endpoint.round + (isNew ? 1n : 0n) };
}

/** An endpoint that signs with a new secret, and with the ones that it had for no longer than it is told. */
export function rotated(
  { secret, ...endpoint }: Endpoint,
  next: SealedSecret,
  { rotation, until }: { readonly rotation: string; readonly until: bigint },
): Endpoint {
  const { before, earlier: _, ...rest } = endpoint;
  const earlier = before && { ...before, until: before.until < until ? before.until : until };
  const old = { ...(secret && { before: { ...secret, until } }), ...(earlier && { earlier }) };
  return { ...rest, secret: next, ...old, rotation };
}

/** A request that gave an endpoint a new secret. It is kept for good: its key never gives another one. */
export interface Rotation extends Pick<Endpoint, "id" | "tenant"> {
  /** The hash of its key. */
  readonly rotation: string;
  readonly keepOldForS: bigint;
}

/** Where it stands that a request gave an endpoint a new secret: apart from endpoints, which are read all the time. */
export function rotationKey({ id, tenant, rotation }: Omit<Rotation, "keepOldForS">): LedgerKey {
  return { pk: `${homeOf(id)}#rotation#${tenant}`, sk: `rotation#${rotation}` };
}

/** Notes that a request gives an endpoint a new secret; it did not before. */
export function putRotation(asked: Rotation): LedgerWrite<never> {
  const { id, tenant, keepOldForS } = asked;
  return { write: "put", key: rotationKey(asked), item: { endpoint: id, tenant, keepOldForS } };
}

/** An endpoint that is no more: what it signed with is gone, its id stays used. */
export function deleted(endpoint: Endpoint): Endpoint {
  const { secret: _, before: __, earlier: ___, ...rest } = endpoint;
  return { ...rest, status: "deleted" };
}

/** Notes that an endpoint answered 410 in this round, unless a later round has said so already. */
export function noteGone(cell: CellName, { id, tenant, round }: Endpoint, at: bigint): LedgerWrite<EndpointClause> {
  return {
    write: "update",
    key: { pk: gonePartition(cell, tenant), sk: endpointKey({ id, tenant }).sk },
    require: [
      {
        name: "round",
        anyOf: [
          { field: "round", is: "absent" },
          { field: "round", is: "<=", value: round },
        ],
      },
    ],
    set: { round, at },
  };
}

/** Endpoints as they stand, of items and what cells have noted; those that were deleted are left out. */
export function standingsOf(endpoints: readonly Endpoint[], goneRounds: GoneRounds): readonly EndpointStanding[] {
  return endpoints
    .filter(({ status }) => status !== "deleted")
    .map((endpoint) => ({ endpoint, gone: (goneRounds.get(endpoint.id) ?? -1n) >= endpoint.round }));
}

/** The latest round of each endpoint in which some cell was told 410. */
export type GoneRounds = ReadonlyMap<string, bigint>;

/** The same of what cells have noted, by the notes' sort keys. */
export function goneRoundsOf(notes: readonly { readonly sk: string; readonly item: Item }[]): GoneRounds {
  const rounds = new Map<string, bigint>();
  for (const { sk, item } of notes) {
    const id = sk.slice("endpoint#".length);
    const { round } = item;
    if (typeof round === "bigint" && round > (rounds.get(id) ?? -1n)) rounds.set(id, round);
  }
  return rounds;
}

/** Whether an event of this type is sent to an endpoint as it stands. */
export function isWanted({ endpoint, gone }: EndpointStanding, type: EventType): boolean {
  const asked = endpoint.events.length === 0 || endpoint.events.includes(type);
  return asked && !gone && endpoint.status === "enabled";
}

/** The secrets that sign at this moment, the current one first. */
export function signingSecrets({ secret, before, earlier }: Endpoint, now: number): readonly SealedSecret[] {
  const overlapping = before !== undefined && BigInt(now) < before.until ? [before] : [];
  const longer = earlier !== undefined && BigInt(now) < earlier.until ? [earlier] : [];
  return [...(secret === undefined ? [] : [secret]), ...overlapping, ...longer];
}

/** Asks for a replay; it was not asked for before. */
export function putReplay(cell: CellName, replay: Replay): LedgerWrite<never> {
  const key = { pk: `${cell}#replay#${replay.tenant}`, sk: `replay#${replay.id}` };
  return { write: "put", key, item: { ...replay } };
}

/** Reads a replay back. */
export function replayFrom(item: Item): Replay {
  const { id, endpoint, tenant, from, to, at } = item;
  const times = typeof from === "bigint" && typeof to === "bigint" && typeof at === "bigint";
  const names = typeof id === "string" && typeof endpoint === "string" && typeof tenant === "string";
  invariant(times && names, "a replay is whole");
  // Written by putReplay alone, with the very fields of Replay.
  return { id, endpoint, tenant, from, to, at } as Replay;
}

/** Reads an endpoint back. */
export function endpointFrom(item: Item): Endpoint {
  const { key, box, rotation } = item;
  const id = parseEndpointId(textIn(item, "id"));
  const tenant = parseTenant(textIn(item, "tenant"));
  const status = statuses.find((one) => one === item["status"]);
  invariant(id.ok && tenant.ok && status !== undefined, "an endpoint is whole");
  const events: readonly Value[] = Array.isArray(item["events"]) ? item["events"] : [];
  const before = oldSecretOf(item["beforeKey"], item["beforeBox"], item["until"]);
  const earlier = oldSecretOf(item["earlierKey"], item["earlierBox"], item["earlierUntil"]);
  return {
    id: id.value,
    tenant: tenant.value,
    url: textIn(item, "url"),
    events: EVENT_TYPES.filter((type) => events.includes(type)),
    status,
    round: figureOf(item, "round"),
    version: figureOf(item, "version"),
    ...(typeof key === "string" && typeof box === "string" ? { secret: { key, box } } : {}),
    ...(before && { before }),
    ...(earlier && { earlier }),
    request: textIn(item, "request"),
    ...(typeof rotation === "string" ? { rotation } : {}),
    createdAt: figureOf(item, "createdAt"),
  };
}

const statuses = ["enabled", "disabled", "deleted"] as const;

/** Fields that a change may take away. */
const CHANGING = "key box rotation beforeKey beforeBox until earlierKey earlierBox earlierUntil".split(" ");

function oldSecretOf(key: Value | undefined, box: Value | undefined, until: Value | undefined) {
  const isWhole = typeof key === "string" && typeof box === "string" && typeof until === "bigint";
  return isWhole ? { key, box, until } : undefined;
}

function itemOf({ secret, before, earlier, ...fields }: Endpoint): Item {
  return {
    ...fields,
    ...(secret && { key: secret.key, box: secret.box }),
    ...(before && { beforeKey: before.key, beforeBox: before.box, until: before.until }),
    ...(earlier && { earlierKey: earlier.key, earlierBox: earlier.box, earlierUntil: earlier.until }),
  };
}

function counting({ id, tenant }: Endpoint, change: 1n | -1n): LedgerWrite<EndpointClause> {
  const room: Clause<EndpointClause> = {
    name: "room",
    anyOf: [
      { field: "endpoints", is: "absent" },
      { field: "endpoints", is: "<=", value: BigInt(ENDPOINTS_MAX - 1) },
    ],
  };
  return {
    write: "update",
    key: { pk: endpointPartition(homeOf(id), tenant), sk: "count" },
    require: change > 0n ? [room] : [],
    add: { endpoints: change },
  };
}

function textIn(item: Item, field: string): string {
  const text = item[field];
  invariant(typeof text === "string", "an endpoint is whole");
  return text;
}

function figureOf(item: Item, field: string): bigint {
  const figure = item[field];
  invariant(typeof figure === "bigint", "an endpoint is whole");
  return figure;
}
