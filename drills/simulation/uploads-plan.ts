import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { pickOf, upToOf, type Random } from "./drawing.ts";
import type { QueueSettings } from "./queue.ts";

/** How payment files come to whoever pays them, and what befalls that; milliseconds from the beginning of the load. */
export interface UploadsPlan {
  /** What their queues have otherwise than most. */
  readonly queues: QueueSettings;
  readonly files: readonly FilePlan[];
  readonly episodes: readonly RunnerEpisode[];
}

/** A payment file of an account that pays nothing else. */
export interface FilePlan {
  readonly at: number;
  readonly home: string;
  /** Whom each line pays, by its place among the accounts of all files, and how much; minor units. */
  readonly lines: readonly { readonly payee: number; readonly amount: number }[];
  readonly brought: Bringing;
  /** The cell whose own name is asked for the URL; undefined: whichever cell the edge chooses. */
  readonly asks: string | undefined;
}

/**
 * How a file is brought: once; twice to one URL; once more, later, by another upload; by two uploads at once, of which
 * another cell may give one; or never, after its URL was asked for.
 */
export type Bringing = "once" | "twice" | "again" | "twoUploads" | "never";

/** broken: whoever pays files fails whenever it is started; dies: it dies, whatever it works on. */
export interface RunnerEpisode {
  readonly does: "broken" | "dies";
  readonly cell: string;
  readonly at: number;
  readonly until: number;
}

/** In how many runs anybody uploads files at all. */
const SHARE = 0.12;
const FILES = { least: 2, more: 4 };
const LINES_MAX = 12;
/** Now and then a file has more than one part. */
const LONG = { share: 0.1, least: 101, more: 30 };
const AMOUNT_MAX = 300;
const DIES_MAX = 4;

/** What an account of files may overdraw, minor units: enough for most files, not for all. */
export const FILES_OVERDRAFT = 2_000;

/** Draws what is uploaded in a run by chance of its own; undefined: nothing. */
export function drawUploads(seed: number, cells: readonly string[], lastsMs: number): UploadsPlan | undefined {
  const random = seededRandom(seed ^ 0xf11e5);
  if (random() >= SHARE) return undefined;
  const upTo = upToOf(random);
  const files = Array.from({ length: FILES.least + upTo(FILES.more) }, () => drawFile(cells, lastsMs, random));
  const broken = random() < 0.4 ? 1 : 0;
  const dies = random() < 0.5 ? 1 + upTo(DIES_MAX) : 0;
  const episode = (does: RunnerEpisode["does"]): RunnerEpisode => {
    const at = upTo(lastsMs);
    return { does, cell: pickOf(random)(cells), at, until: does === "dies" ? at : at + 2_000 + upTo(15_000) };
  };
  return {
    // Messages come again sooner than as deployed, where a run lasts less than one timeout of the function.
    queues: { batch: 1, concurrent: 2 },
    files: files.toSorted((one, other) => one.at - other.at),
    episodes: [
      ...Array.from({ length: broken }, () => episode("broken")),
      ...Array.from({ length: dies }, () => episode("dies")),
    ],
  };
}

function drawFile(cells: readonly string[], lastsMs: number, random: Random): FilePlan {
  const upTo = upToOf(random);
  const count = random() < LONG.share ? LONG.least + upTo(LONG.more) : 1 + upTo(LINES_MAX);
  // Small amounts in a long file: what is declined is soon told.
  const most = count > LINES_MAX ? AMOUNT_MAX / 10 : AMOUNT_MAX;
  return {
    at: upTo(lastsMs),
    home: pickOf(random)(cells),
    lines: Array.from({ length: count }, () => ({ payee: upTo(2 ** 16), amount: 1 + upTo(most) })),
    brought: drawBringing(random()),
    asks: random() < 0.3 ? pickOf(random)(cells) : undefined,
  };
}

function drawBringing(drawn: number): Bringing {
  if (drawn < 0.45) return "once";
  if (drawn < 0.6) return "twice";
  if (drawn < 0.75) return "again";
  return drawn < 0.92 ? "twoUploads" : "never";
}
