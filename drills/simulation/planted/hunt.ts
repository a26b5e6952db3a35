import { spawn } from "node:child_process";
import { cellsOf, drawScenario, familyOf, isExtra, isFamily, type Extra, type Family } from "../scenario.ts";
import { NODE_FLAGS } from "../workers.ts";
import { ROOT } from "./build.ts";

/** Which seeds a child is to run. */
export interface Hunt {
  /** The lowest of them. */
  readonly first: number;
  /** How many at most. */
  readonly seeds: number;
  /** Only those of this family; undefined: all. */
  readonly meets: Family | undefined;
  /** Only those that have this; undefined: all. */
  readonly needs: Extra | undefined;
}

/** What a child found: the first seed that breaks an invariant, or none. */
export type Catch =
  | {
      readonly caught: true;
      /** How many seeds it took. */
      readonly seeds: number;
      readonly seed: number;
      readonly checker: string;
      readonly fault: string;
      /** All whose invariant that seed breaks. */
      readonly checkers: readonly string[];
    }
  | { readonly caught: false; readonly seeds: number };

/** The seeds of a hunt in their order. */
export function* seedsOf({ first, seeds, meets, needs }: Hunt): Generator<number> {
  let found = 0;
  for (let seed = first; found < seeds; seed += 1) {
    if (meets !== undefined && familyOf(seed) !== meets) continue;
    if (needs !== undefined && drawScenario(seed, cellsOf(seed), "direct")[needs] === undefined) continue;
    found += 1;
    yield seed;
  }
}

/** Hunts in a process of its own: a program with a bug is another program. Rejects where that fails or is ended. */
export function huntWith(program: string, hunt: Hunt, signal?: AbortSignal): Promise<Catch> {
  const { first, seeds, meets = "", needs = "" } = hunt;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...NODE_FLAGS, program, `${first}`, `${seeds}`, meets, needs], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal !== undefined && { signal }),
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) reject(new Error(`${program} ended with ${code}: ${err.slice(-2_000)}`));
      // The child writes one line of this form.
      else resolve(JSON.parse(out) as Catch);
    });
  });
}

/** Reads a child's arguments; the parent has written them. */
export function parseHunt([first, seeds, meets = "", needs = ""]: readonly string[]): Hunt {
  return {
    first: Number(first),
    seeds: Number(seeds),
    meets: isFamily(meets) ? meets : undefined,
    needs: isExtra(needs) ? needs : undefined,
  };
}
