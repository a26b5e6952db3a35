import type { PlantedBug } from "./bug.ts";
import { huntBug, type Catch, type Hunt } from "./hunt.ts";

/** What became of one planted bug. */
export interface Proof {
  readonly bug: PlantedBug;
  /** How many seeds it takes, the median of several hunts; undefined where one of them came back with nothing. */
  readonly median: number | undefined;
  readonly catches: readonly Catch[];
}

/** What planting all bugs came to. */
export interface Proofs {
  readonly proofs: readonly Proof[];
  /** A breach of the sound program on the seeds that the hunts used; undefined: it is clean. */
  readonly unsound: Catch | undefined;
}

/** A bug that takes more seeds than this is not caught. */
const SEEDS_MAX = 100;
const HUNTS = 3;

/** Proves the checkers: every bug is caught, and the program without any is clean on the same seeds. */
export async function provePlanted(
  bugs: readonly PlantedBug[],
  first: number,
  onProof: (proof: Proof) => void,
): Promise<Proofs> {
  const hunts: readonly Hunt[] = Array.from({ length: HUNTS }, (_, index) => ({
    first: first + index * SEEDS_MAX,
    seeds: SEEDS_MAX,
  }));
  const proofs: Proof[] = [];
  for (const bug of bugs) {
    const catches = await huntBug(bug, hunts);
    const proof = { bug, catches, median: medianOf(catches) };
    proofs.push(proof);
    onProof(proof);
  }
  const used = hunts.map(({ first: from }, index) => ({
    first: from,
    seeds: Math.max(...proofs.map(({ catches }) => catches[index]?.seeds ?? 0)),
  }));
  const sound = await huntBug(undefined, used);
  return { proofs, unsound: sound.find(({ caught }) => caught) };
}

/** The median number of seeds; undefined where it is more than was tried. */
function medianOf(catches: readonly Catch[]): number | undefined {
  const counts = catches.map((found) => (found.caught ? found.seeds : Number.POSITIVE_INFINITY)).sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)];
  return median === undefined || median === Number.POSITIVE_INFINITY ? undefined : median;
}
