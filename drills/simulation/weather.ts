import type { FaultLog } from "../../local/faults/catalogue.ts";
import { drawCallFault, noCallFaults, type CallFault, type CallFaults } from "../../local/faults/call-faults.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import type { ReplicationEffect, ReplicationPairs } from "../../local/faults/replication-pairs.ts";
import type { Container } from "./containers.ts";
import { createSky, type Place, type Sky } from "./sky.ts";

export type { Place } from "./sky.ts";

/** What a call meets on its way. */
export type CallWeather =
  /** Nobody answers before the caller gives up. */
  | { readonly meets: "silence" }
  /** `lateMs`: the answer is kept back for so long, whatever else it takes. */
  | { readonly meets: CallFault | "nothing"; readonly slowness: number; readonly lateMs?: number };

/** What the weather does beyond calls. */
export interface WeatherHooks {
  /** A region is gone or back: everything that runs in it dies. */
  readonly onRegionLost: (region: string) => void;
  readonly onEpisode: (episode: Episode, begins: boolean) => void;
}

/** All faults that act at the moment. */
export interface Weather {
  /** Judges a call of a service in `region`, by the call's own chance; `table` where it has one. */
  onCall(from: Container, region: string, table: string, luck: () => number): CallWeather;
  /** Takes note of an item version that comes later than it would. */
  onReplication(effect: ReplicationEffect, from: string, to: string): void;
  /** Whether anything of a region can be reached from another at all. */
  reaches(fromRegion: string, toRegion: string): boolean;
  isLost(region: string): boolean;
  /** The first episode of a fault that hits a cell now. */
  active(fault: Episode["fault"], cell: string): Episode | undefined;
  begin(episode: Episode): void;
  end(episode: Episode): void;
  /** Rates of the faults of single calls from now on. */
  rates(rates: CallFaults): void;
  /** Ends everything. */
  calm(): void;
}

/** Fair weather over some cells. */
export function createWeather(
  places: readonly Place[],
  pairs: ReplicationPairs,
  log: FaultLog,
  hooks: WeatherHooks,
): Weather {
  const sky = createSky(places);
  let rates = noCallFaults;

  function replicate(): void {
    for (const { region: from } of places) {
      for (const { region: to } of places) {
        if (from === to) continue;
        const stopped = sky.isCut(from, to) || sky.between("replicationPaused", from, to) !== undefined;
        if (stopped && !pairs.isPaused(from, to)) pairs.pause(from, to);
        if (!stopped && pairs.isPaused(from, to)) pairs.resume(from, to);
        pairs.slow(from, to, sky.between("lag", from, to)?.strength);
      }
    }
  }

  function reaches(from: string, to: string): boolean {
    if (!sky.isCut(from, to)) return true;
    log.observe(sky.isLost(from) || sky.isLost(to) ? "regionLost" : "partition");
    return false;
  }

  return {
    onCall(from, region, table, luck) {
      if (!reaches(from.region, region)) return { meets: "silence" };
      const lasts = sky.isClear() ? undefined : lasting(sky, { from, region, table, luck, log });
      if (typeof lasts === "object") return lasts;
      const slow = from.region === region ? sky.over("slow", from.cell) : undefined;
      if (slow !== undefined) log.observe("slow");
      if (from.steady) return { meets: "nothing", slowness: 1 };
      const meets = lasts ?? (rates === noCallFaults ? undefined : drawCallFault(rates, luck)) ?? "nothing";
      return { meets, slowness: slow?.strength ?? 1 };
    },
    onReplication(effect, from, to) {
      if (effect === "slowed") log.observe("lag");
      else if (sky.between("replicationPaused", from, to)) log.observe("replicationPaused");
      else log.observe(sky.isLost(from) || sky.isLost(to) ? "regionLost" : "partition");
      // What a transaction wrote travels item by item: what is kept back belongs to something that has arrived.
      if (effect === "held") log.observe("halfReplicated");
    },
    reaches,
    isLost: sky.isLost,
    active: sky.over,
    begin(episode) {
      sky.add(episode);
      replicate();
      hooks.onEpisode(episode, true);
      if (episode.fault === "regionLost") hooks.onRegionLost(sky.regionOf(episode.cell));
    },
    end(episode) {
      if (!sky.remove(episode)) return;
      replicate();
      hooks.onEpisode(episode, false);
    },
    rates(wanted) {
      rates = wanted;
    },
    calm() {
      rates = noCallFaults;
      const ended = sky.clear();
      replicate();
      for (const episode of ended) hooks.onEpisode(episode, false);
    },
  };
}

interface CallMade {
  readonly from: Container;
  readonly region: string;
  readonly table: string;
  readonly luck: () => number;
  readonly log: FaultLog;
}

/** What lasts in the caller's cell and makes this one call fail. */
function lasting(
  sky: Sky,
  { from: { cell }, region, table, luck, log }: CallMade,
): CallFault | CallWeather | undefined {
  const meets = <Outcome>(fault: Episode["fault"], outcome: Outcome): Outcome => {
    log.observe(fault);
    return outcome;
  };
  const silence: CallWeather = { meets: "silence" };
  if (table.endsWith("-control") && sky.over("controlUnreadable", cell)) return meets("controlUnreadable", silence);
  const cut = table.endsWith("-authority") ? sky.over("authorityCut", cell) : undefined;
  if (cut !== undefined) {
    const { strength: lateMs = 0 } = cut;
    return meets("authorityCut", lateMs > 0 ? { meets: "nothing", slowness: 1, lateMs } : silence);
  }
  if (region !== sky.regionOf(cell)) return undefined;
  if (table !== "" && sky.over("databaseDown", cell)) return meets("databaseDown", "serverError");
  const gray = sky.over("gray", cell);
  if (gray !== undefined && luck() < (gray.strength ?? 0)) return meets("gray", "serverError");
  return BURSTS.find((fault) => {
    const burst = sky.over(fault, cell);
    return burst !== undefined && luck() < (burst.strength ?? 0);
  });
}

/** Faults of single calls that come in bursts, too. */
const BURSTS = ["conflict", "throttled", "serverError"] as const;
