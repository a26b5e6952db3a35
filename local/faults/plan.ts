import { callFaultNames, noCallFaults, type CallFault, type CallFaults } from "./call-faults.ts";
import { drawEpisode, episodeFaults, type Episode } from "./episodes.ts";

/** Everything that goes wrong in one run, drawn before it begins: dropping a part leaves the rest as it was. */
export interface FaultPlan {
  readonly calls: CallFaults;
  readonly episodes: readonly Episode[];
  /** How far the clocks of a region's machines are apart at most, and those of regions; milliseconds. */
  readonly skewWithinMs: number;
  readonly skewBetweenMs: number;
  readonly queue: DeliveryFaults;
  readonly stream: DeliveryFaults;
  /** Writes that one item takes in a second, in write units; undefined: as many as come. */
  readonly unitsPerSecond: number | undefined;
  /** Whether keepers of one cell overlap. */
  readonly keepersOverlap: boolean;
}

/** What may happen to something that is delivered at least once; probabilities. */
export interface DeliveryFaults {
  readonly duplicated: number;
  /** Delivered long after its time. */
  readonly late: number;
}

/** A run in which nothing goes wrong. */
export const noFaults: FaultPlan = {
  calls: noCallFaults,
  episodes: [],
  skewWithinMs: 0,
  skewBetweenMs: 0,
  queue: { duplicated: 0, late: 0 },
  stream: { duplicated: 0, late: 0 },
  unitsPerSecond: undefined,
  keepersOverlap: false,
};

/** The highest rate of a fault of single calls. */
const HIGHEST: Readonly<Record<CallFault, number>> = {
  lostReply: 0.03,
  failedBefore: 0.03,
  conflict: 0.05,
  throttled: 0.03,
  serverError: 0.02,
  lateWrite: 0.01,
  killed: 0.006,
  frozen: 0.004,
  slow: 0.03,
};

/**
 * Draws the faults of a run. A random half of all kinds is left out, so that some runs are of one fault alone and
 * combinations are not drowned in the rest (swarm testing: Groce et al., ISSTA 2012).
 */
export function drawFaults(
  cells: readonly string[],
  span: { readonly from: number; readonly to: number; readonly longest: number },
  random: () => number,
): FaultPlan {
  const density = random();
  const chosen = (): boolean => random() < density;
  const rates: [CallFault, number][] = callFaultNames.map((name) => [name, chosen() ? random() * HIGHEST[name] : 0]);
  const episodes = episodeFaults.flatMap((fault) => {
    const times = chosen() && random() < 0.4 ? 1 + Math.floor(random() * 2) : 0;
    return Array.from({ length: times }, () => drawEpisode(fault, cells, span, random));
  });
  const delivery = (): DeliveryFaults => ({
    duplicated: chosen() ? random() * 0.2 : 0,
    late: chosen() ? random() * 0.1 : 0,
  });
  return {
    // Made of all names of call faults.
    calls: Object.fromEntries(rates) as Readonly<Record<CallFault, number>>,
    episodes: episodes.sort((one, other) => one.at - other.at),
    skewWithinMs: chosen() ? random() * 490 : 0,
    skewBetweenMs: chosen() ? random() * 200_000 : 0,
    queue: delivery(),
    stream: delivery(),
    unitsPerSecond: chosen() && random() < 0.3 ? 20 + Math.floor(random() * 60) : undefined,
    keepersOverlap: chosen(),
  };
}
