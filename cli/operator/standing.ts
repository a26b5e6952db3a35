import { healthOf, type CellHealth, type Survey } from "../../functions/domain/health.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { balanceKey, TRANSIT_SHARDS } from "../../functions/domain/keys.ts";
import { figureOf } from "../../drills/checkers/ledger-view.ts";
import { routerKeys } from "../../functions/domain/router-keys.ts";
import { canaryAccounts } from "../../functions/stores/canary.ts";
import { placeOf, type Platform } from "./platform.ts";
import { allTakeoversOf, readFences, readOpening, type Fences } from "./takeovers.ts";

/** Everything that an operator looks at, as it is now; what cannot be read is absent. */
export interface Standing {
  readonly revision?: bigint;
  readonly homes: readonly HomeStanding[];
  readonly takeovers: readonly Fences[];
  /** The edge's store against the authority: keys that differ; absent where the store cannot be read. */
  readonly edge?: { readonly agrees: boolean; readonly differing: readonly string[] };
  readonly lag: readonly Lag[];
  readonly clearing: readonly Clearing[];
  /** The latest changes of the authority, newest last. */
  readonly history: readonly { readonly at: number; readonly by: string; readonly what: string }[];
}

/** A home: who serves it, and how its own cell is. */
export interface HomeStanding {
  readonly cell: string;
  readonly region: string;
  readonly owner?: string;
  readonly epoch?: bigint;
  readonly mode?: string;
  readonly homeIsDead: boolean;
  readonly health?: CellHealth;
  /** Since the read that the cell's lease is made of was sent; a lease lasts eight seconds. Milliseconds. */
  readonly leaseAgeMs?: number;
}

/** How far a region's replica is behind another cell, as that cell's canary shows; milliseconds. */
export interface Lag {
  readonly from: string;
  readonly to: string;
  readonly behindMs: number;
}

/** What a cell owes a peer, and the sum of both rows: the money under way between them. Minor units. */
export interface Clearing {
  readonly cell: string;
  readonly peer: string;
  readonly currency: string;
  readonly net: bigint;
  readonly together: bigint;
}

/** Reads everything at once; a region that does not answer leaves its part out. */
export async function readStanding(platform: Platform): Promise<Standing> {
  const { deployment, clock } = platform;
  const cells = deployment.cells.map(({ name }) => placeOf(deployment, name).name);
  const [survey, leases, stored, lag, clearing] = await Promise.all([
    platform.signs.survey(cells, deployment.authorityRegions).catch(() => undefined),
    Promise.all(cells.map((cell) => platform.lease(cell))),
    platform.routes(),
    readLag(platform, cells),
    readClearing(platform, cells),
  ]);
  const health = survey === undefined ? [] : healthOf(survey, ({ at }) => Math.max(0, clock.now() - Number(at)));
  const homes = deployment.cells.map(({ name, region }, index) => {
    const { owner, epoch, mode, homeIsDead = false } = survey?.authority.homes[name] ?? {};
    const own = health.find(({ cell }) => cell === name);
    const lease = leases[index];
    return {
      cell: name,
      region,
      ...(owner !== undefined && { owner }),
      ...(epoch !== undefined && { epoch }),
      ...(mode !== undefined && { mode }),
      homeIsDead,
      ...(own !== undefined && { health: own }),
      ...(lease !== undefined && { leaseAgeMs: clock.now() - lease.sent }),
    };
  });
  return {
    ...(survey !== undefined && { revision: survey.authority.revision }),
    homes,
    takeovers: survey === undefined ? [] : await readTakeovers(platform, survey, cells),
    ...(stored !== undefined && survey !== undefined && { edge: agreement(stored, survey) }),
    lag,
    clearing,
    history: (survey?.authority.history ?? []).map(({ at, by, what }) => ({ at: Number(at), by, what })),
  };
}

async function readTakeovers(
  platform: Platform,
  { authority }: Survey,
  cells: readonly CellName[],
): Promise<readonly Fences[]> {
  const takeovers = cells.flatMap((home) => allTakeoversOf(authority.homes, home));
  const read = takeovers.map((takeover) =>
    // The home's region may be gone: then the stand-in's side is all that can be told.
    readFences(platform, takeover).catch(() => readOpening(platform, takeover).catch(() => undefined)),
  );
  return (await Promise.all(read)).flatMap((fences) => (fences === undefined ? [] : [fences]));
}

function agreement(stored: ReadonlyMap<string, string>, { authority }: Survey): NonNullable<Standing["edge"]> {
  const wanted = routerKeys(authority.homes);
  const missing = [...wanted].filter(([key, value]) => stored.get(key) !== value).map(([key]) => key);
  const surplus = [...stored.keys()].filter((key) => /^(serves|down)\//.test(key) && !wanted.has(key));
  const differing = [...missing, ...surplus];
  return { agrees: differing.length === 0, differing };
}

/** The canary pays in every cell every five seconds: how old its balance is elsewhere tells how far behind that is. */
async function readLag(platform: Platform, cells: readonly CellName[]): Promise<readonly Lag[]> {
  const keysOf = (home: CellName) => canaryAccounts(home).map(balanceKey);
  const newest = async (home: CellName, seenBy: CellName) => {
    const found = await platform
      .ledger(seenBy)
      .getMany(keysOf(home))
      .catch(() => []);
    return Math.max(0, ...found.map((item) => Number(figureOf(item ?? {}, "at"))));
  };
  const lags = cells.flatMap((from) =>
    cells
      .filter((to) => to !== from)
      .map(async (to) => {
        const [there, here] = [await newest(from, to), await newest(from, from)];
        return there === 0 || here === 0 ? [] : [{ from, to, behindMs: Math.max(0, here - there) }];
      }),
  );
  return (await Promise.all(lags)).flat();
}

async function readClearing(platform: Platform, cells: readonly CellName[]): Promise<readonly Clearing[]> {
  const pairs = cells.flatMap((cell) => cells.filter((peer) => peer !== cell).map((peer) => ({ cell, peer })));
  const found = await Promise.all(
    pairs.map(async ({ cell, peer }) => ({ cell, peer, nets: await netsOf(platform, cell, peer) })),
  );
  return found.flatMap(({ cell, peer, nets }) =>
    [...nets].map(([currency, net]) => {
      const back = found.find((other) => other.cell === peer && other.peer === cell)?.nets.get(currency) ?? 0n;
      return { cell, peer, currency, net, together: net + back };
    }),
  );
}

async function netsOf(platform: Platform, cell: string, peer: string): Promise<ReadonlyMap<string, bigint>> {
  const shards = Array.from({ length: TRANSIT_SHARDS }, (_, shard) => shard);
  const keys = shards.map((shard) => ({ pk: `${cell}#transit#${peer}#${shard}`, sk: "balance" }));
  const rows = await platform
    .ledger(cell)
    .getMany(keys)
    .catch(() => []);
  const nets = new Map<string, bigint>();
  for (const row of rows) {
    for (const [field, value] of Object.entries(row ?? {})) {
      if (!field.startsWith("net_") || typeof value !== "bigint") continue;
      const currency = field.slice("net_".length);
      nets.set(currency, (nets.get(currency) ?? 0n) + value);
    }
  }
  return nets;
}
