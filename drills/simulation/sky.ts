import type { Episode } from "../../local/faults/episodes.ts";

/** A cell as the weather knows it. */
export interface Place {
  readonly cell: string;
  readonly region: string;
}

/** The episodes that act at the moment, and over what. */
export interface Sky {
  add(episode: Episode): void;
  /** False where it had ended before. */
  remove(episode: Episode): boolean;
  /** Ends all; tells which. */
  clear(): readonly Episode[];
  isClear(): boolean;
  regionOf(cell: string): string;
  /** The first episode of a fault over a cell. */
  over(fault: Episode["fault"], cell: string): Episode | undefined;
  /** The first episode of a fault from one region to another. */
  between(fault: Episode["fault"], from: string, to: string): Episode | undefined;
  isLost(region: string): boolean;
  /** Whether nothing gets from one region to another: one of them is lost, or they are apart. */
  isCut(one: string, other: string): boolean;
}

/** A clear sky over some cells. */
export function createSky(places: readonly Place[]): Sky {
  const episodes = new Set<Episode>();
  const regions = new Map(places.map(({ cell, region }) => [cell, region]));
  const regionOf = (cell: string | undefined): string => regions.get(cell ?? "") ?? "";
  const find = (fits: (episode: Episode) => boolean): Episode | undefined => {
    for (const episode of episodes) if (fits(episode)) return episode;
    return undefined;
  };
  const between: Sky["between"] = (wanted, from, to) =>
    find(({ fault, cell, other }) => fault === wanted && regionOf(cell) === from && regionOf(other) === to);
  const isLost: Sky["isLost"] = (region) =>
    find(({ fault, cell }) => fault === "regionLost" && regionOf(cell) === region) !== undefined;

  return {
    add: (episode) => void episodes.add(episode),
    remove: (episode) => episodes.delete(episode),
    clear() {
      const ended = [...episodes];
      episodes.clear();
      return ended;
    },
    isClear: () => episodes.size === 0,
    regionOf,
    over: (wanted, over) => find(({ fault, cell }) => fault === wanted && cell === over),
    between,
    isLost,
    isCut(one, other) {
      if (episodes.size === 0) return false;
      const apart = between("partition", one, other) ?? between("partition", other, one);
      return apart !== undefined || isLost(one) || isLost(other);
    },
  };
}
