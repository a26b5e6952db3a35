import type { JournalChange } from "../../functions/domain/projections.ts";
import { UserError } from "../../local/core/errors.ts";

/** Some of what views are made from. */
export interface SourcePage {
  /** Items or changes that were looked at, those that no view shows included. */
  readonly looked: number;
  readonly changes: readonly JournalChange[];
  /** What is not as this program writes it. */
  readonly unreadable: readonly string[];
}

/** What views are made from; every change may come several times, in any order. */
export interface RebuildSource {
  /** What it gives, for whoever waits: "items of the ledger". */
  readonly of: string;
  /** Looks whether views can be made from it at all, before anything is begun. Throws `CannotRebuild` if not. */
  prepare(): Promise<void>;
  /** Its parts, each read once, all of them at once. Reading may throw `CannotRebuild`, too. */
  readonly parts: readonly (() => AsyncIterable<SourcePage>)[];
  /** Whether it has everything: what serves beyond it is wrong then, and otherwise must not be missing. */
  readonly isWhole: boolean;
}

/** Views cannot be made from this source: nothing is switched, and what was begun is given up. */
export class CannotRebuild extends UserError {}
