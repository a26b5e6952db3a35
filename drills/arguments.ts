import { parseArgs } from "node:util";
import type { Drill } from "./conduct/drill.ts";
import { drills } from "./scenarios/index.ts";

/** How `npm run drill` is used. */
export const USAGE = `Usage: npm run drill -- NAME [--target local|aws] [--seed N] [--out FILE] [--json]

Breaks a platform under load, moves its traffic, heals it, brings it home, and holds what came of it against every
invariant. Writes a report to look at, and exits with 1 when a promise was broken.

${drills.map(({ name, about }) => `  ${name.padEnd(20)} ${about}`).join("\n")}

  --target local  whole cells in virtual time, in this process (default)
  --target aws    deployed cells: faults are FIS experiments; see docs/runbooks/evacuation.md
  --seed N        what chance is drawn from (default: 1); the same seed on the same commit is the same drill
  --cells N       how many cells the local target has: 2 or 3 (default: 2)
  --stage NAME    which stage the aws target drills (default: staging)
  --out FILE      where the report goes (default: report.html)
  --json          end with one line of JSON
  --list          print the names and end
  --help          print this and end`;

/** What is asked for on the command line. */
export interface Asked {
  readonly help: boolean;
  readonly list: boolean;
  readonly json: boolean;
  readonly drill: Drill | undefined;
  readonly target: "local" | "aws";
  readonly stage: string;
  readonly cells: 2 | 3;
  readonly seed: number;
  readonly out: string;
}

/** Reads the command line; a sentence about what is wrong with it, where something is. */
export function parseArguments(argv: readonly string[]): Asked | string {
  const options = {
    help: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    target: { type: "string", default: "local" },
    stage: { type: "string", default: "staging" },
    cells: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "report.html" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const { target, cells, seed, ...others } = values;
    const [name, ...more] = positionals;
    const drill = drills.find((known) => known.name === name);
    if (name !== undefined && drill === undefined) return `there is no drill ${name}; --list names them all.`;
    if (more.length > 0) return "one drill at a time.";
    if (target !== "local" && target !== "aws") return `there is no target ${target}: local or aws.`;
    if (!/^\d{1,9}$/.test(seed)) return `${seed} is no seed: a whole number of up to nine digits.`;
    if (cells !== "2" && cells !== "3") return `a local drill has 2 or 3 cells, not ${cells}.`;
    return { ...others, drill, target, cells: cells === "2" ? 2 : 3, seed: Number(seed) };
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
