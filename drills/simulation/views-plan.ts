import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import type { DeliveryFaults } from "../../local/faults/plan.ts";
import { pickOf, upToOf } from "./drawing.ts";

/** What becomes of the views in a run; milliseconds from the beginning of the load. */
export interface ViewsPlan {
  /** The cell that builds views: all do it alike, each for itself, and one takes less of a run's time. */
  readonly cell: string;
  /** How DynamoDB puts changes into the cell's journal stream, and how batches of that are delivered. */
  readonly delivery: DeliveryFaults;
  /** How likely a record is followed by one that nobody can read, from 0 to 1. */
  readonly unreadable: number;
  readonly episodes: readonly JournalEpisode[];
  /** From when nobody reads the stream until the month is over and was summed up; undefined: the run ends before. */
  readonly heldAt: number | undefined;
}

/** Something that befalls the stream, which is divided anew or read by nobody, or the table, which sheds writes. */
export type JournalEpisode =
  | { readonly does: "reshard"; readonly at: number; readonly shards: number }
  | { readonly does: "unread"; readonly at: number; readonly until: number }
  | { readonly does: "shed"; readonly at: number; readonly until: number; readonly share: number };

/** In how many runs a cell builds views at all. */
const VIEWED_SHARE = 0.25;

/** In how many of those the month ends before its last entries are in. */
const HELD_SHARE = 0.4;

/** Draws what becomes of the views in a run by chance of its own; undefined: there are none. */
export function drawViews(seed: number, cells: readonly string[], lastsMs: number): ViewsPlan | undefined {
  const random = seededRandom(seed ^ 0x71e35);
  if (random() >= VIEWED_SHARE) return undefined;
  const density = random();
  const chosen = (): boolean => random() < density;
  const upTo = upToOf(random);
  const reshards = Array.from({ length: chosen() ? 1 + upTo(2) : 0 }, (): JournalEpisode => {
    return { does: "reshard", at: upTo(lastsMs), shards: 1 + upTo(3) };
  });
  const unread = Array.from({ length: chosen() ? 1 : 0 }, (): JournalEpisode => {
    const at = upTo(lastsMs);
    return { does: "unread", at, until: at + 2_000 + upTo(15_000) };
  });
  const shed = Array.from({ length: chosen() ? 1 + upTo(2) : 0 }, (): JournalEpisode => {
    const at = upTo(lastsMs);
    return { does: "shed", at, until: at + 2_000 + upTo(8_000), share: 0.6 + random() * 0.4 };
  });
  return {
    cell: pickOf(random)(cells),
    delivery: { duplicated: chosen() ? random() * 0.1 : 0, late: chosen() ? random() * 0.1 : 0 },
    unreadable: chosen() ? random() * 0.003 : 0,
    episodes: [...reshards, ...unread, ...shed],
    heldAt: random() < HELD_SHARE ? upTo(lastsMs) : undefined,
  };
}
