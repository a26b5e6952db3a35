import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import type { DeliveryFaults } from "../../local/faults/plan.ts";
import { pickOf, upToOf } from "./drawing.ts";

/** What becomes of the archives in a run; milliseconds from the beginning of the load. */
export interface ArchivePlan {
  /** How DynamoDB puts changes into journal streams; where views are built besides, theirs counts for both. */
  readonly delivery: DeliveryFaults;
  /** So long Firehose gathers what becomes one object. */
  readonly bufferMs: number;
  /** So often each cell's archive is sealed. */
  readonly everyMs: number;
  /** How likely the scheduler starts a run twice; from 0 to 1. */
  readonly twice: number;
  /** How likely a sealer dies just before what it puts into the bucket is there, or as soon as it is; from 0 to 1. */
  readonly dying: number;
  readonly episodes: readonly ArchiveEpisode[];
}

/**
 * Something that befalls one cell's archive. undelivered: Firehose is behind; unsealed: nobody starts the function;
 * failing: the bucket answers 5xx, most times.
 */
export interface ArchiveEpisode {
  readonly does: "undelivered" | "unsealed" | "failing";
  readonly cell: string;
  readonly at: number;
  readonly until: number;
}

/** In how many runs there are archives at all. */
const SHARE = 0.15;
const KINDS: readonly ArchiveEpisode["does"][] = ["undelivered", "unsealed", "failing"];

/** Draws what becomes of archives in a run by chance of its own; undefined: there are none. */
export function drawArchive(seed: number, cells: readonly string[], lastsMs: number): ArchivePlan | undefined {
  const random = seededRandom(seed ^ 0xa2c41);
  if (random() >= SHARE) return undefined;
  const density = random();
  const chosen = (): boolean => random() < density;
  const upTo = upToOf(random);
  const episodes = KINDS.flatMap((does) =>
    Array.from({ length: chosen() ? 1 + upTo(2) : 0 }, (): ArchiveEpisode => {
      const at = upTo(lastsMs);
      return { does, cell: pickOf(random)(cells), at, until: at + 3_000 + upTo(25_000) };
    }),
  );
  return {
    delivery: { duplicated: chosen() ? random() * 0.1 : 0, late: chosen() ? random() * 0.1 : 0 },
    bufferMs: 3_000 + upTo(5_000),
    everyMs: 8_000 + upTo(10_000),
    twice: chosen() ? random() * 0.5 : 0,
    dying: chosen() ? random() * 0.4 : 0,
    episodes,
  };
}
