import type { StreamingDependencies } from "../../local/aws/dynamodb/streaming-destination.ts";
import type { Archives } from "./archives.ts";
import type { Journal } from "./journal.ts";
import { journalArn } from "./tables.ts";
import type { Place } from "./weather.ts";

/** The journal streams of a run, whoever reads them. */
export interface Journals {
  /** The cells that have one. */
  readonly cells: readonly string[];
  readonly streaming: StreamingDependencies;
}

/** Joins what views and archives are made from: one stream of a cell feeds both. Undefined where there are neither. */
export function joinJournals(
  journal: Pick<Journal, "cell" | "streaming"> | undefined,
  archives: Pick<Archives, "streaming"> | undefined,
  places: readonly Place[],
): Journals | undefined {
  if (archives === undefined) return journal && { cells: [journal.cell], streaming: journal.streaming };
  const cells = places.map(({ cell }) => cell);
  if (journal === undefined) return { cells, streaming: archives.streaming };
  const viewed = places.flatMap(({ cell, region }) => (cell === journal.cell ? [journalArn(cell, region)] : []));
  const { intake, carries = () => true } = journal.streaming;
  return {
    cells,
    streaming: {
      ...archives.streaming,
      knobs: journal.streaming.knobs,
      carries: (item, arn) =>
        (viewed.includes(arn) && carries(item, arn)) || (archives.streaming.carries?.(item, arn) ?? true),
      intake: {
        has: () => true,
        put(arn, records) {
          if (viewed.includes(arn)) intake.put(arn, records);
          archives.streaming.intake.put(arn, records);
        },
      },
    },
  };
}
