import type { Spread } from "./rounds.ts";

/** What a figure has to keep to. */
export type Bound = { readonly max: number } | { readonly min: number } | { readonly exactly: number };

/** One measured figure. */
export interface Figure extends Spread {
  readonly figure: string;
  readonly unit: string;
  /** Left out where a figure is there for information alone. */
  readonly bound?: Bound;
  /** What else was seen while measuring. */
  readonly details?: Readonly<Record<string, number | string>>;
}

/** A figure that this machine cannot measure. */
export interface SkippedFigure {
  readonly figure: string;
  /** Why. */
  readonly skipped: string;
}

/** Something that is measured; a run throws when it could not measure, not when a bound is missed. */
export interface Bench {
  readonly name: string;
  /** One line for people. */
  readonly about: string;
  run(): Promise<readonly (Figure | SkippedFigure)[]>;
}

/** A figure that needs no rounds: counted, not timed. */
export function counted(value: number): Spread {
  return { value, min: value, max: value, rounds: 1 };
}

/** Whether a figure keeps to its bound, as it is printed: what rounds to the bound has not missed it. */
export function keepsBound(measured: Pick<Figure, "value" | "bound"> | SkippedFigure): boolean {
  if ("skipped" in measured || measured.bound === undefined) return true;
  const { value, bound } = measured;
  if ("max" in bound) return rounded(value) <= bound.max;
  return "min" in bound ? rounded(value) >= bound.min : value === bound.exactly;
}

/** A figure as its line of JSON. */
export function figureLine(bench: string, measured: Figure | SkippedFigure): string {
  if ("skipped" in measured) return JSON.stringify({ bench, ...measured });
  const { figure, value, unit, bound, rounds, min, max, details = {} } = measured;
  const ok = keepsBound(measured);
  const shown = { value: rounded(value), unit, bound: bound ?? null, ok, rounds, min: rounded(min), max: rounded(max) };
  const seen = Object.entries(details).map(([name, detail]) => [
    name,
    typeof detail === "number" ? rounded(detail) : detail,
  ]);
  return JSON.stringify({ bench, figure, ...shown, ...Object.fromEntries(seen) });
}

/** A figure as a line to read. */
export function figureText(bench: string, measured: Figure | SkippedFigure): string {
  const head = `${bench}: ${measured.figure}`;
  if ("skipped" in measured) return `${head}: skipped, ${measured.skipped}`;
  const { value, unit, bound, rounds, min, max } = measured;
  const spread = rounds === 1 ? "" : ` (${rounds} rounds, ${rounded(min)} to ${rounded(max)})`;
  const wanted = bound === undefined ? "" : `, ${boundText(bound)}: ${keepsBound(measured) ? "kept" : "MISSED"}`;
  return `${head}: ${rounded(value)} ${unit}${spread}${wanted}`;
}

function boundText(bound: Bound): string {
  if ("max" in bound) return `at most ${bound.max}`;
  return "min" in bound ? `at least ${bound.min}` : `exactly ${bound.exactly}`;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
