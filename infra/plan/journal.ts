import { cellNames } from "./names.ts";
import type { CellEntry, Size, Stage } from "./registry.ts";

/** The stream that carries every change of a cell's replica of the ledger. */
export interface JournalPlan {
  readonly streamName: string;
  readonly keyAlias: string;
  /** A shard takes 1 MB or 1,000 changes a second: about 120 payments, each of which changes three items. */
  readonly shards: number;
  readonly retentionHours: number;
}

/** Hours: a week, the longest that costs no more than two days: so long may whoever reads the stream be down. */
export const journalRetentionHours = 168;

const shards: Readonly<Record<Size, number>> = { small: 1, full: 4 };

/** The journal stream of a cell. */
export function cellJournal(stage: Stage, cell: CellEntry, size: Size): JournalPlan {
  const names = cellNames(stage, cell.name);
  return {
    streamName: names.journalStream,
    keyAlias: names.keyAlias("journal"),
    shards: journalShards(size),
    retentionHours: journalRetentionHours,
  };
}

/** How many shards a journal stream has. */
export function journalShards(size: Size): number {
  return shards[size];
}
