import { invariant } from "./result.ts";

/** What is left of the golden ratio beyond one: its multiples never come near to each other. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** So many are begun with the oldest: a sweep surely gets through them. */
const IN_ORDER = 200;

/**
 * The order in which a sweep that may run out of time takes what it has found: as found where it is little, else from
 * another place on in each round, and on from the first after the last. The places lie evenly among all, however many
 * rounds there are, so that what has to wait at the front keeps nobody from the rest, and no sweep has to know where
 * the one before it came to.
 */
export function inRound<Found>(found: readonly Found[], round: number): readonly Found[] {
  invariant(Number.isSafeInteger(round) && round >= 0, "rounds are counted");
  if (found.length <= IN_ORDER) return found;
  const first = Math.floor(((round * GOLDEN) % 1) * found.length);
  return [...found.slice(first), ...found.slice(0, first)];
}
