import type { AskedPayment } from "./load.ts";
import type { Stage } from "./stage.ts";

/** Seconds after heal between which goodput has to be what it was, and how many before the fault it is held against. */
const FROM = 40;
const UNTIL = 60;
const BEFORE = 15;

/** Payments answered for good 40 to 60 seconds after heal, as a share of those in the 15 before the fault. */
export async function goodputAfter(stage: Stage, healedAt: number, faultAt: number): Promise<number> {
  await stage.until(healedAt + UNTIL);
  return stage.goodput(healedAt + FROM, healedAt + UNTIL) / stage.goodput(faultAt - BEFORE, faultAt);
}

/** A client that waits longer than this has noticed something; milliseconds. */
const PROMPT_MS = 5_000;

/**
 * Which share of the payments that were asked for when `isMeant` says so had an answer for good within five seconds.
 * The load is open, so that this counts what a rate would, without the chance of who comes just before or after a span.
 */
export function promptOf(payments: readonly AskedPayment[], isMeant: (at: number) => boolean): number {
  const asked = payments.filter(({ askedAt }) => isMeant(askedAt));
  const prompt = asked.filter(({ askedAt, answered }) => answered !== undefined && answered.at - askedAt <= PROMPT_MS);
  return prompt.length / asked.length;
}

/** What half of the accepted payments took at most whose answers came when `isMeant` says so; milliseconds. */
export function medianOf(payments: readonly AskedPayment[], isMeant: (at: number) => boolean): number {
  const taken = payments.flatMap(({ askedAt, answered }) =>
    answered?.status === 201 && isMeant(answered.at) ? [answered.at - askedAt] : [],
  );
  return taken.toSorted((one, other) => one - other)[Math.floor(taken.length / 2)] ?? Number.NaN;
}
