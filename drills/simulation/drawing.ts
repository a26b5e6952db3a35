import type { Sending } from "./steps.ts";

/** A draw between 0 and 1. */
export type Random = () => number;

/** Draws a whole number from 0 up to a bound, which it stays below. */
export function upToOf(random: Random): (count: number) => number {
  return (count) => Math.floor(random() * count);
}

/** Draws one of a list that has some. */
export function pickOf(random: Random): <Value>(values: readonly Value[]) => Value {
  return (values) => {
    const picked = values[Math.floor(random() * values.length)];
    if (picked === undefined) throw new Error("There is nothing to pick from.");
    return picked;
  };
}

/** Draws how a request is sent: most are sent once. */
export function drawSending(random: Random): Sending {
  const drawn = random();
  if (drawn < 0.88) return "once";
  if (drawn < 0.905) return "twiceAtOnce";
  if (drawn < 0.93) return "twoCells";
  if (drawn < 0.945) return "otherBody";
  return drawn < 0.965 ? "again" : "givenUp";
}
