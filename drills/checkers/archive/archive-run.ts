import type { FoundObject } from "../../../functions/domain/archive-chain.ts";
import type { CellName } from "../../../functions/domain/ids.ts";
import type { LedgerKey } from "../../../functions/domain/keys.ts";
import type { Item } from "../../../functions/domain/ledger-write.ts";
import type { Breach, Claimed } from "../checker.ts";
import type { LedgerView } from "../ledger-view.ts";

/** All that is left of archives when a run is over. */
export interface ArchiveRun {
  readonly archives: readonly SeenArchive[];
  /** Whether a signature is its signer's over a text. */
  verifies(signer: CellName, text: string, signature: string): boolean;
}

/** A cell's archive, and what was to come into it. */
export interface SeenArchive {
  readonly cell: CellName;
  /** What lies under the manifests' prefix, every version of it, in the order of their keys. */
  readonly manifests: readonly { readonly key: string; readonly text: string }[];
  /** What else lies there, every version of it. */
  readonly objects: readonly SeenObject[];
  /** Every change that came into the cell's journal stream. */
  readonly streamed: readonly ArchivedChange[];
}

/** An object with the changes that are in it. */
export type SeenObject = FoundObject & { readonly changes: readonly ArchivedChange[] };

/** A state of an item, as the journal told it. */
export interface ArchivedChange {
  readonly key: LedgerKey;
  /** Microseconds since the epoch. */
  readonly us: bigint;
  /** Undefined: the item was deleted. */
  readonly image: Item | undefined;
}

/** An invariant of archives beside the ledger that they are of. */
export interface ArchiveChecker extends Claimed {
  check(run: ArchiveRun, ledger: LedgerView): readonly Breach[];
}
