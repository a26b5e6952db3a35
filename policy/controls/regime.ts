import type { Framework } from "../core/rule.ts";

/** One requirement of a regime. */
export interface Requirement {
  /** As the regime's own text numbers it. */
  readonly id: string;
  /** What it asks, in our words. */
  readonly title: string;
  /** What shows it where a resource graph cannot; undefined where rules may show at least a part of it. */
  readonly shownBy?: string;
}

/** A regime with its requirements and where they were read. */
export interface Regime {
  readonly framework: Framework;
  readonly name: string;
  readonly version: string;
  /** The regime's own text. */
  readonly source: string;
  readonly requirements: readonly Requirement[];
}

/** Requirements that properties of resources can show at least in part: `[id, title]`. */
export function inCode(rows: readonly (readonly [string, string])[]): readonly Requirement[] {
  return rows.map(([id, title]) => ({ id, title }));
}

/** Requirements that no resource graph shows: `[id, title, what shows them]`. */
export function elsewhere(rows: readonly (readonly [string, string, string])[]): readonly Requirement[] {
  return rows.map(([id, title, shownBy]) => ({ id, title, shownBy }));
}
