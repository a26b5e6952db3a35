import { BEAT_MS, createSightings, healthOf, type CellHealth, type Survey } from "../../functions/domain/health.ts";
import type { HomeAuthority } from "../../functions/domain/lease.ts";
import type { Target } from "../targets/target.ts";

/** Somebody who looks at the authority table all the while, as a watcher does. */
export interface Lookout {
  /** A cell's health by all signs; undefined where they cannot be read. */
  health(cell: string): Promise<CellHealth | undefined>;
  /** Whether a cell beats and every probe of it succeeds. */
  isWell(cell: string): Promise<boolean>;
  authorityOf(home: string): Promise<HomeAuthority | undefined>;
  ownerOf(home: string): Promise<string | undefined>;
  /** Goes on looking until `over` says so: signs age by the clock of whoever looks. */
  keepLooking(over: () => boolean): Promise<void>;
}

const LOOK_MS = 1_000;

/** A lookout over a target. */
export function createLookout({ clock, survey }: Pick<Target, "clock" | "survey">): Lookout {
  const sightings = createSightings();

  async function look(): Promise<Survey | undefined> {
    const found = await survey();
    if (found !== undefined) sightings.see([...found.beats, ...found.probes], clock.monotonic());
    return found;
  }

  async function health(cell: string): Promise<CellHealth | undefined> {
    const found = await look();
    if (found === undefined) return undefined;
    const known = healthOf(found, (sign) => sightings.ageOf(sign, clock.monotonic()));
    return known.find((candidate) => candidate.cell === cell);
  }

  async function authorityOf(home: string): Promise<HomeAuthority | undefined> {
    return (await survey())?.authority.homes[home];
  }

  return {
    health,
    async isWell(cell) {
      const known = await health(cell);
      if (known?.beatAge === undefined || known.probes.length === 0) return false;
      return known.beatAge < BEAT_MS && known.probes.every(({ failures }) => failures === 0);
    },
    authorityOf,
    ownerOf: async (home) => (await authorityOf(home))?.owner,
    async keepLooking(over) {
      while (!over()) {
        await look();
        await clock.sleep(LOOK_MS);
      }
    },
  };
}
