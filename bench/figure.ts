import type { Spread } from "./rounds.ts";

/** What a figure has to keep to. */
export type Bound = { readonly max: number } | { readonly exactly: number };

/** One measured figure. */
export interface Figure extends Spread {
  readonly figure: string;
  readonly unit: string;
  /** Left out where a figure is there for information alone. */
  readonly bound?: Bound;
  /** What else was seen while measuring. */
  readonly details?: Readonly<Record<string, number | string>>;
}

/** Something that is measured; a run throws when it could not measure, not when a bound is missed. */
export interface Bench {
  readonly name: string;
  /** One line for people. */
  readonly about: string;
  run(): Promise<readonly Figure[]>;
}

/** A figure that needs no rounds: counted, not timed. */
export function counted(value: number): Spread {
  return { value, min: value, max: value, rounds: 1 };
}

/** Whether a figure keeps to its bound, as it is printed: what rounds to the bound has not missed it. */
export function keepsBound({ value, bound }: Pick<Figure, "value" | "bound">): boolean {
  if (bound === undefined) return true;
  return "max" in bound ? rounded(value) <= bound.max : value === bound.exactly;
}

/** A figure as its line of JSON. */
export function figureLine(bench: string, measured: Figure): string {
  const { figure, value, unit, bound, rounds, min, max, details = {} } = measured;
  const ok = keepsBound(measured);
  const shown = { value: rounded(value), unit, bound: bound ?? null, ok, rounds, min: rounded(min), max: rounded(max) };
  const seen = Object.entries(details).map(([name, detail]) => [
    name,
    typeof detail === "number" ? rounded(detail) : detail,
  ]);
  return JSON.stringify({ bench, figure, ...shown, ...Object.fromEntries(seen) });
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
