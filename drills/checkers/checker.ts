import type { LedgerView, StoredItem } from "./ledger-view.ts";

/** A place where an invariant does not hold. */
export interface Breach {
  /** What is wrong, with the figures. */
  readonly fault: string;
  /** The items that show it. */
  readonly items: readonly StoredItem[];
}

/** An invariant of the ledger as a pure function of its state. */
export interface Checker {
  readonly name: string;
  /** What always holds, in one sentence. */
  readonly claim: string;
  check(ledger: LedgerView): readonly Breach[];
}
