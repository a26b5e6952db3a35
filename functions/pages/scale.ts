/** Turns a value into a place on an axis. */
export type Scale = (value: number) => number;

/** An axis: where values stand, and which of them are named. */
export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
}

/** A linear axis from zero (or the least value below it) to a round number above the greatest. */
export function linearAxis(values: readonly number[], from: number, to: number): Axis {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const step = roundStep((high - low || 1) / 4);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { scale: between(first * step, last * step, from, to), ticks };
}

/** A logarithmic axis over whole decades; what is not above zero stands at its low end. */
export function logAxis(values: readonly number[], from: number, to: number): Axis {
  const above = values.filter((value) => value > 0);
  const first = Math.floor(Math.log10(Math.min(1, ...above)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(10, ...above))));
  const place = between(first, last, from, to);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy(10 ** (first + index)));
  return { scale: (value) => place(value > 0 ? Math.max(first, Math.log10(value)) : first), ticks };
}

/** A time axis from zero to `seconds`, named at round numbers. */
export function timeAxis(seconds: number, from: number, to: number): Axis {
  const step = roundTime(seconds / 8);
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
  return { scale: between(0, seconds || 1, from, to), ticks };
}

function between(low: number, high: number, from: number, to: number): Scale {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** 1, 2 or 5 times a power of ten, no less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
}

function roundTime(least: number): number {
  return [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600].find((step) => step >= least) ?? roundStep(least);
}

/** 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
