import { earlierTakeovers, presentTakeovers, type Homes } from "../../functions/domain/authority.ts";
import { countIn, isAbsorbed, type Takeover } from "../../functions/domain/fences.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { fenceKey, FENCE_SHARDS, tallyKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import type { Platform } from "./platform.ts";

/** How far a takeover has come: its fence rows as the stand-in has them, its tallies as the home has them. */
export interface Fences {
  readonly home: string;
  readonly standIn: string;
  readonly epoch: bigint;
  readonly open: number;
  readonly closed: number;
  /** Shards whose tally equals a closed fence. */
  readonly equal: number;
  /** Entries that the stand-in has counted, and that the home has absorbed. */
  readonly counted: bigint;
  readonly absorbed: bigint;
  /** Shards that have counted more than was absorbed, with how much. */
  readonly behind: readonly { readonly shard: number; readonly entries: bigint }[];
}

/** Every takeover of a home by its present owner that is not absorbed for good, oldest first. */
export function takeoversOf(homes: Homes, home: string): readonly Takeover[] {
  const authority = homes[home];
  if (authority === undefined || authority.owner === home) return [];
  return presentTakeovers(home as CellName, authority); // homes are listed under the names of their cells
}

/** Likewise with those of stand-ins that handed it on, which come first. */
export function allTakeoversOf(homes: Homes, home: string): readonly Takeover[] {
  const authority = homes[home];
  if (authority === undefined || authority.owner === home) return [];
  const name = home as CellName; // homes are listed under the names of their cells
  return [...earlierTakeovers(name, authority), ...presentTakeovers(name, authority)];
}

/** Reads the rows of a takeover on both sides. Rejects where one of the two regions does not answer. */
export async function readFences(platform: Pick<Platform, "ledger">, takeover: Takeover): Promise<Fences> {
  const { standIn, home, epoch } = takeover;
  const shards = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);
  const [fences, tallies] = await Promise.all([
    platform.ledger(standIn).getMany(shards.map((shard) => fenceKey(standIn, home, epoch, shard))),
    platform.ledger(home).getMany(shards.map((shard) => tallyKey(home, standIn, epoch, shard))),
  ]);
  return fencesFrom(takeover, fences, tallies);
}

/** The stand-in's side alone, where the home's region may be gone. */
export async function readOpening(platform: Pick<Platform, "ledger">, takeover: Takeover): Promise<Fences> {
  const { standIn, home, epoch } = takeover;
  const keys = Array.from({ length: FENCE_SHARDS }, (_, shard) => fenceKey(standIn, home, epoch, shard));
  return fencesFrom(takeover, await platform.ledger(standIn).getMany(keys), []);
}

function fencesFrom(
  { standIn, home, epoch }: Takeover,
  fences: readonly (Item | undefined)[],
  tallies: readonly (Item | undefined)[],
): Fences {
  const behind: { readonly shard: number; readonly entries: bigint }[] = [];
  const found = { open: 0, closed: 0, equal: 0, counted: 0n, absorbed: 0n };
  for (const [shard, fence] of fences.entries()) {
    const tally = tallies[shard];
    const { count } = countIn(fence);
    const absorbed = countIn(tally).count;
    if (fence?.["state"] === "open") found.open += 1;
    if (fence?.["state"] === "closed") found.closed += 1;
    if (fence?.["state"] === "closed" && isAbsorbed(fence, tally)) found.equal += 1;
    found.counted += count;
    found.absorbed += absorbed;
    if (count > absorbed) behind.push({ shard, entries: count - absorbed });
  }
  return { home, standIn, epoch, ...found, behind };
}
