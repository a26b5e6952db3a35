import { availableParallelism } from "node:os";
import type { PlantedBug } from "./bug.ts";
import { buildSimulation } from "./build.ts";
import { huntWith, type Catch, type Hunt } from "./hunt.ts";

/** What became of one planted bug. */
export interface Proof {
  readonly bug: PlantedBug;
  /** How many seeds it takes, the median of all hunts; undefined where half of them came back with nothing. */
  readonly median: number | undefined;
  readonly catches: readonly Catch[];
}

/** What planting all bugs came to. */
export interface Proofs {
  readonly proofs: readonly Proof[];
  /** A breach of the sound program on the seeds that the hunts used; undefined: it is clean. */
  readonly unsound: Catch | undefined;
}

/** How hard bugs are hunted. */
export interface Effort {
  /** The first seed of the first hunt. */
  readonly first: number;
  /** Hunts of each bug, far enough apart that they share no seed. */
  readonly hunts: number;
  /** A bug that takes more seeds than this is not caught. */
  readonly seedsMax: number;
}

/** What `--planted` does. */
export const WHOLE_EFFORT = { hunts: 3, seedsMax: 100 } as const;
/** A hundred seeds of one family, or with something that few have, are among so many; of both, more often than not. */
const APART = 2_400;

/**
 * Proves the checkers: every bug is caught, and the program without any is clean on the seeds that caught them. Once
 * broken off it tells what it has: bugs whose hunts were not over are left out.
 */
export async function provePlanted(
  bugs: readonly PlantedBug[],
  effort: Effort,
  onProof: (proof: Proof, done: number) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<Proofs> {
  const proofs: Proof[] = [];
  const prove = proving(effort, signal);
  await shared(bugs, signal, async (bug) => {
    const proof = await prove(bug);
    proofs.push(proof);
    onProof(proof, proofs.length);
  });
  const caught = proofs.flatMap(({ catches }) => catches.flatMap((found) => (found.caught ? [found.seed] : [])));
  const unsound: Catch[] = [];
  if (signal.aborted) return { proofs, unsound: undefined };
  const program = await buildSimulation(undefined);
  await shared([...new Set(caught)], signal, async (seed) => {
    const found = await huntWith(program, { first: seed, seeds: 1, meets: undefined, needs: undefined }, signal);
    if (found.caught) unsound.push(found);
  });
  return { proofs, unsound: unsound[0] };
}

/** Hunts of one bug, until it is clear that half of them find it, or do not. */
function proving({ first, hunts, seedsMax }: Effort, signal: AbortSignal): (bug: PlantedBug) => Promise<Proof> {
  return async (bug) => {
    const program = await buildSimulation(bug);
    const catches: Catch[] = [];
    const enough = Math.floor(hunts / 2) + 1;
    const vain = (): number => catches.filter((found) => !found.caught).length;
    for (let index = 0; index < hunts && vain() < enough; index += 1) {
      const hunt: Hunt = { first: first + index * APART, seeds: seedsMax, meets: bug.meets, needs: bug.needs };
      catches.push(await huntWith(program, hunt, signal));
    }
    return { bug, catches, median: vain() < enough ? medianOf(catches) : undefined };
  };
}

/** Works on everything at hand, as much at once as the machine has processors, until it is broken off. */
async function shared<Work>(
  all: readonly Work[],
  signal: AbortSignal,
  work: (part: Work) => Promise<void>,
): Promise<void> {
  const queue = all.values();
  const worker = async (): Promise<void> => {
    for (const part of queue) {
      if (signal.aborted) return;
      await work(part).catch((fault: unknown) => {
        // What was broken off failed for that alone.
        if (!signal.aborted) throw fault;
      });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function medianOf(catches: readonly Catch[]): number | undefined {
  const counts = catches.map((found) => (found.caught ? found.seeds : Number.POSITIVE_INFINITY)).sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)];
  return median === undefined || median === Number.POSITIVE_INFINITY ? undefined : median;
}
