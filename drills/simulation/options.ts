import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Seam } from "./seams.ts";

/** What was asked on the command line. */
export interface SimulateOptions {
  readonly seeds: number;
  readonly first: number;
  /** Undefined: two and three by turns. */
  readonly cells: 2 | 3 | undefined;
  readonly seam: Seam;
  /** Processes that run seeds at the same time. */
  readonly jobs: number;
  readonly planted: boolean;
  /** The planted bugs that are named; none: all of them. */
  readonly bugs: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

/** How the command is used. */
export const USAGE = `Usage: npm run simulate -- [--seeds N] [--seed S] [--cells 2|3] [--seam SEAM] [--jobs N] [--json]
       npm run simulate -- --planted [BUG…] [--seed S] [--json]

Runs whole cells in one thread under a virtual clock, with everything going wrong that the seed says, heals, and holds
the outcome against all invariants. The same seed runs the same way and has the same trace hash. Exits with 1 on a
breach, and prints the seed, the commit and the shortest story that still shows it. seedsPerMinute is of one core: seeds
by the CPU time of all processes that ran them, from their start on. SIGINT or SIGTERM ends it with what is known by
then, and with the exit code of that; with --planted, \`unproved\` bugs were not hunted to the end.

  --seeds N    how many seeds (300)
  --seed S     the first of them (1)
  --cells 2|3  cells of the platform; without it, two and three by turns
  --seam SEAM  direct: commands go straight to the models; sdk: through real SDK clients and the wire codecs (direct)
  --jobs N     processes that run seeds side by side (one for each core)
  --planted    proves the checkers on bugs planted into the production source: each has to be caught, in a median of
               at most 100 of the seeds that have what it is about; on those that are named, or on all
  --json       ends with one JSON line
  --help       prints this and ends`;

/** Reads the arguments; a text says what is wrong with them. */
export function parseOptions(argv: readonly string[]): SimulateOptions | string {
  let values;
  let bugs;
  try {
    ({ values, positionals: bugs } = parseArgs({
      args: [...argv],
      options: KNOWN,
      strict: true,
      allowPositionals: argv.includes("--planted"),
    }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { seeds, seed, cells, seam, jobs, planted = false, json = false, help = false } = values;
  const count = wholeNumber(seeds ?? "300");
  const first = wholeNumber(seed ?? "1");
  if (count === undefined || count < 1) return `--seeds: expected a whole number above 0, not "${seeds}".`;
  if (first === undefined || first >= 2 ** 31) return `--seed: expected a whole number below 2^31, not "${seed}".`;
  if (cells !== undefined && cells !== "2" && cells !== "3") return `--cells: expected 2 or 3, not "${cells}".`;
  if (seam !== undefined && seam !== "direct" && seam !== "sdk")
    return `--seam: expected direct or sdk, not "${seam}".`;
  const processes = jobs === undefined ? availableParallelism() : wholeNumber(jobs);
  if (processes === undefined || processes < 1) return `--jobs: expected a whole number above 0, not "${jobs}".`;
  const of = cells === undefined ? undefined : cells === "2" ? 2 : 3;
  return { seeds: count, first, cells: of, seam: seam ?? "direct", jobs: processes, planted, bugs, json, help };
}

const KNOWN = {
  seeds: { type: "string" },
  seed: { type: "string" },
  cells: { type: "string" },
  seam: { type: "string" },
  jobs: { type: "string" },
  planted: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
