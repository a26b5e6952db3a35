import { conduct, type Drill } from "../../../../drills/conduct/drill.ts";
import type { Measurement } from "../../../../drills/report/measurement.ts";
import type { Target } from "../../../../drills/targets/target.ts";

export const SEED = 5;

/** Plays a drill, and tells nobody how far it is. */
export const play = (drill: Drill, target: Target): Promise<Measurement> =>
  conduct(drill, target, { seed: SEED, commit: "test", tell: () => {} });

/** The bounds that were not kept. */
export const missed = ({ bounds }: Measurement): readonly string[] =>
  bounds.filter(({ kept }) => !kept).map(({ name }) => name);

/** The verdicts of checkers that found something. */
export const broken = ({ verdicts }: Measurement): Measurement["verdicts"] =>
  verdicts.filter(({ faults }) => faults.length > 0);
