import type { Sightings, Survey } from "../domain/health.ts";
import type { Clock } from "../stores/clock.ts";

/** A reading of all signs, and when it was sent, monotonic milliseconds. */
export interface Reading {
  readonly survey: Survey;
  readonly sent: number;
}

/** What a watcher has read, for whichever of its tasks. */
export interface Readings {
  /** Reads all signs; undefined where there are none. */
  read(): Promise<Reading | undefined>;
  /** The same, or what was read for another task less than `freshMs` ago: nothing is looked at twice. */
  readUnless(freshMs: number): Promise<Reading | undefined>;
  /** The revision of the newest authority that was read. */
  revision(): bigint | undefined;
}

/** No readings yet. */
export function createReadings(
  survey: () => Promise<Survey | undefined>,
  sightings: Pick<Sightings, "see">,
  clock: Pick<Clock, "monotonic">,
): Readings {
  let untaken: Reading | undefined;
  let revision: bigint | undefined;

  async function read(): Promise<Reading | undefined> {
    // Signs are dated by the sending of the read that showed them first: what came in meanwhile only looks older.
    const sent = clock.monotonic();
    const found = await survey();
    if (found === undefined) return undefined;
    sightings.see([...found.beats, ...found.probes], sent);
    if (revision === undefined || found.authority.revision > revision) ({ revision } = found.authority);
    return { survey: found, sent };
  }

  return {
    async read() {
      const reading = await read();
      untaken = reading ?? untaken;
      return reading;
    },
    async readUnless(freshMs) {
      const taken = untaken;
      untaken = undefined;
      return taken !== undefined && clock.monotonic() - taken.sent < freshMs ? taken : read();
    },
    revision: () => revision,
  };
}
