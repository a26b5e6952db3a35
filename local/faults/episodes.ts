import type { Fault } from "./catalogue.ts";

/** A fault that lasts: it begins and ends at a moment of a run, milliseconds from its start. */
export interface Episode {
  readonly fault: EpisodeFault;
  readonly at: number;
  readonly until: number;
  /** The cell that it hits. */
  readonly cell: string;
  /** The other cell, where it is between two. */
  readonly other?: string;
  /** How much of it: a probability, or milliseconds; an authority that is cut off answers so late, or (0) never. */
  readonly strength?: number;
}

/** Faults that last. */
export const episodeFaults = [
  "replicationPaused",
  "lag",
  "keeperDead",
  "frozen",
  "authorityCut",
  "controlUnreadable",
  "partition",
  "regionLost",
  "healthFlap",
  "databaseDown",
  "gray",
  "slow",
  "conflict",
  "throttled",
  "serverError",
  "edgeStale",
  "edgeMissing",
  "edgeCorrupt",
  "controlPlaneDown",
  "concurrencyExhausted",
  "poison",
  "batchPartial",
  "retryStorm",
] as const satisfies readonly Fault[];

/** One of the faults that last. */
export type EpisodeFault = (typeof episodeFaults)[number];

/** How strong each fault is where it has a strength, from and to: probabilities, or milliseconds. */
const STRENGTHS: Partial<Record<EpisodeFault, readonly [from: number, to: number]>> = {
  lag: [1_000, 20_000],
  frozen: [5_000, 25_000],
  gray: [0.1, 0.1],
  slow: [10, 10],
  conflict: [0.2, 0.7],
  throttled: [0.2, 0.7],
  serverError: [0.2, 0.7],
  healthFlap: [0.2, 0.5],
  batchPartial: [0.2, 0.6],
  poison: [0.02, 0.1],
};

/** Draws an episode of a fault somewhere within a span of time. */
export function drawEpisode(
  fault: EpisodeFault,
  cells: readonly string[],
  span: { readonly from: number; readonly to: number; readonly longest: number },
  random: () => number,
): Episode {
  const cell = pick(cells, random);
  const others = cells.filter((candidate) => candidate !== cell);
  const at = span.from + random() * (span.to - span.from);
  const until = Math.min(at + 1_000 + random() * (span.longest - 1_000), span.to);
  const [least, most] = STRENGTHS[fault] ?? [0, 0];
  const strength = least + random() * (most - least);
  const other = others.length === 0 ? {} : { other: pick(others, random) };
  return { fault, at: Math.round(at), until: Math.round(until), cell, ...other, strength };
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  const picked = values[Math.floor(random() * values.length)];
  if (picked === undefined) throw new Error("There is nothing to pick from.");
  return picked;
}
