import { earlierTakeovers, finish, giveBack, presentTakeovers, type Decision } from "../domain/authority.ts";
import type { Takeover } from "../domain/fences.ts";
import { createSightings } from "../domain/health.ts";
import type { CellName } from "../domain/ids.ts";
import type { HomeAuthority } from "../domain/lease.ts";
import type { Clock } from "../stores/clock.ts";
import type { Signs } from "../stores/signs.ts";
import type { Fencing } from "./fencing.ts";

/** What a home goes by on its way back. */
interface Means {
  readonly cell: CellName;
  readonly fencing: Pick<Fencing, "absorbed">;
  readonly signs: Pick<Signs, "beatOf">;
  readonly clock: Pick<Clock, "monotonic">;
  readonly change: (what: string, decide: Decision) => Promise<void>;
}

/** So long the home waits for its stand-in; then it takes over, if that is silent. */
const LOST_MS = 40_000;
const SILENT_MS = 15_000;
/** So long the home waits for a stand-in that lives and does not close its fences; then it lets its owner go on. */
const STUCK_MS = 60_000;

/**
 * How a home that is returning takes itself back: once it has absorbed all that its stand-in and those before it did.
 * It remembers how long each has been silent.
 */
export function createReturning({ cell, fencing, signs, clock, change }: Means) {
  const sightings = createSightings();

  /** The stand-ins of these takeovers that have fences still to close, or to be absorbed. */
  async function leftOf(takeovers: readonly Takeover[]): Promise<readonly CellName[]> {
    const left = new Set<CellName>();
    for (const takeover of takeovers) if (!(await fencing.absorbed(takeover))) left.add(takeover.standIn);
    return [...left];
  }

  async function silentAmong(cells: readonly CellName[]): Promise<ReadonlySet<CellName>> {
    const silent = new Set<CellName>();
    for (const one of new Set(cells)) {
      const beat = await signs.beatOf(one);
      sightings.see(beat === undefined ? [] : [beat], clock.monotonic());
      if (beat === undefined || sightings.ageOf(beat, clock.monotonic()) > SILENT_MS) silent.add(one);
    }
    return silent;
  }

  return async (held: HomeAuthority, waited: number): Promise<void> => {
    const earlier = await leftOf(earlierTakeovers(cell, held));
    const present = await leftOf(presentTakeovers(cell, held));
    const silent = await silentAmong([held.owner, ...earlier]);
    // What an earlier stand-in did that is lost comes later, as after a takeover; one that beats is waited for.
    const awaited = [...present, ...earlier.filter((standIn) => !silent.has(standIn))];
    const patience = awaited.length === present.length ? LOST_MS : STUCK_MS;
    const whole = earlier.length === 0 ? `finish ${cell}` : `take ${cell} back`;
    if (awaited.length === 0) await change(whole, finish(cell, held.epoch));
    else if (waited >= patience && silent.has(held.owner)) await change(`take ${cell} back`, finish(cell, held.epoch));
    else if (waited >= STUCK_MS) await change(`give ${cell} back`, giveBack(cell, held.epoch));
  };
}
