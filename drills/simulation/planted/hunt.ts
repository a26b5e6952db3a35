import { spawn } from "node:child_process";
import { buildSimulation, ROOT } from "./build.ts";
import type { PlantedBug } from "./bug.ts";

/** Which seeds a child is to run. */
export interface Hunt {
  readonly first: number;
  readonly seeds: number;
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
    }
  | { readonly caught: false; readonly seeds: number };

/** Hunts a bug from several first seeds, each in a process of its own: the program with the bug is another program. */
export async function huntBug(bug: PlantedBug | undefined, hunts: readonly Hunt[]): Promise<readonly Catch[]> {
  const program = await buildSimulation(bug);
  const found: Catch[] = [];
  for (const each of hunts) found.push(await runChild(program, each));
  return found;
}

/** Reads a child's arguments; the parent has written them. */
export function parseHunt([first, seeds]: readonly string[]): Hunt {
  return { first: Number(first), seeds: Number(seeds) };
}

function runChild(program: string, { first, seeds }: Hunt): Promise<Catch> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, `${first}`, `${seeds}`], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
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
