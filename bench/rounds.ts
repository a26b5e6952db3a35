/** What several rounds of one measurement came to. */
export interface Spread {
  /** The median. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Rounds that counted. */
  readonly rounds: number;
}

/** One round of two measurements, taken right after one another. */
export interface Pair<Sample> {
  readonly a: Sample;
  readonly b: Sample;
}

/** How often to measure. */
export interface Rounds {
  /** Rounds that count. */
  readonly rounds: number;
  /** Rounds before them that do not. */
  readonly warmUps: number;
}

/** The middle value; of an even number of values, the mean of the two in the middle. Throws when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error("There is no median of nothing.");
  return (lower + upper) / 2;
}

/** Median and extremes of some samples. */
export function spreadOf(samples: readonly number[]): Spread {
  return { value: median(samples), min: Math.min(...samples), max: Math.max(...samples), rounds: samples.length };
}

/** How many times `b` each round's `a` was: what disturbs a round disturbs both. */
export function ratiosOf(pairs: readonly Pair<number>[]): Spread {
  return spreadOf(pairs.map(({ a, b }) => a / b));
}

/** Measures `a` and `b` in turns, so that a machine that slows down slows both. */
export async function interleave<Sample>(
  { rounds, warmUps }: Rounds,
  a: () => Promise<Sample>,
  b: () => Promise<Sample>,
): Promise<readonly Pair<Sample>[]> {
  const pairs: Pair<Sample>[] = [];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const pair = { a: await a(), b: await b() };
    if (round >= warmUps) pairs.push(pair);
  }
  return pairs;
}
