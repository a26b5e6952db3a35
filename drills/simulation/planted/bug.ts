import type { Extra, Family } from "../scenario.ts";

/** A bug planted into the production source: the checkers are proven on it. */
export interface PlantedBug {
  /** Short, kebab-case. */
  readonly name: string;
  /** What it breaks, in one sentence that names the sequence of events. */
  readonly story: string;
  /** The production source, from the repository's root. */
  readonly file: string;
  /** Stands there exactly once, */
  readonly find: string;
  /** and becomes this. */
  readonly replace: string;
  /** The family of seeds that its sequence of events comes up in; undefined: any. It is hunted on those alone. */
  readonly meets?: Family;
  /** What only some seeds have and its sequence of events is about; undefined: nothing. Likewise. */
  readonly needs?: Extra;
}
