import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { KinesisClient } from "@aws-sdk/client-kinesis";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SealedManifest } from "../../functions/domain/archive-manifest.ts";
import { rootKey } from "../../functions/domain/archive-roots.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { createArchiveBucket } from "../../functions/stores/archive-bucket.ts";
import { createArchiveLedger } from "../../functions/stores/archive-ledger.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { journalRetentionHours } from "../../infra/plan/journal.ts";
import { readTail, TAIL_MS } from "../archive/stream-tail.ts";
import { verifiedChain } from "./archive-chain.ts";
import { pageOf, pagesIn, type ArchivePage } from "./archive-pages.ts";
import { CannotRebuild, type RebuildSource } from "./source.ts";

/** Where a cell's archive is, and what else tells how far it reaches. */
export interface ArchivePlace {
  readonly cell: CellName;
  /** Every cell there is. */
  readonly cells: readonly CellName[];
  readonly client: Pick<DynamoDBClient, "send">;
  readonly ledgerTable: string;
  readonly s3: Pick<S3Client, "send">;
  readonly bucket: string;
  readonly kinesis: Pick<KinesisClient, "send">;
  readonly journalStream: string;
}

const RETENTION_MS = journalRetentionHours * 3_600_000;

/**
 * A cell's archive as what its views are made from: every object as it was sealed, one in memory at a time, and what is
 * not sealed yet from the journal stream. What the projector takes in once the rebuild has begun it writes itself.
 */
export function archiveSource(place: ArchivePlace, clock: Clock, random: Random): RebuildSource {
  const { cell } = place;
  const bucket = createArchiveBucket(place.s3, place.bucket, clock, random);
  const ledger = createArchiveLedger(place.client, place.ledgerTable, clock, random);
  const chain = () => verifiedChain(cell, bucket, ledger);

  async function* sealedAndStreamed(): AsyncGenerator<ArchivePage> {
    let throughUs = 0n;
    for await (const sealed of chain()) {
      for await (const page of pagesIn(cell, bucket, sealed)) {
        if (page.lastUs > throughUs) throughUs = page.lastUs;
        yield page;
      }
    }
    const fromMs = Number(throughUs / 1_000n) - TAIL_MS;
    if (fromMs < clock.now() - RETENTION_MS) {
      throw new CannotRebuild(
        `The archive of ${cell} is sealed up to ${timeOf(throughUs)} only, and the journal stream keeps ` +
          `${journalRetentionHours / 24} days: what came between is in neither. Rebuild with --from table.`,
      );
    }
    for await (const lines of readTail(place.kinesis, place.journalStream, fromMs).next()) {
      yield pageOf(lines, `stream ${place.journalStream}`);
    }
  }

  /** An archive that began before any cell had sealed anything has all that any view shows, or is found to lack it. */
  async function refuseLateBeginning(first: SealedManifest): Promise<void> {
    let begunUs: bigint | undefined;
    for await (const { firstUs } of pagesIn(cell, bucket, first)) {
      if (begunUs === undefined || (firstUs !== undefined && firstUs < begunUs)) begunUs = firstUs;
    }
    const rows = createLedgerRows(place.client, place.ledgerTable, clock, random);
    const roots = await rows.getMany(place.cells.map((one) => rootKey(one, 1)));
    for (const [index, other] of place.cells.entries()) {
      const at = roots[index]?.["at"];
      if (typeof at !== "bigint" || begunUs === undefined || at * 1_000n > begunUs) continue;
      throw new CannotRebuild(
        `The archive of ${cell} begins at ${timeOf(begunUs)}, and ${other} had sealed since ${timeOf(at * 1_000n)}: ` +
          "what stood in the ledger before is not in it. Rebuild with --from table.",
      );
    }
  }

  return {
    of: "changes of the archive",
    isWhole: false,
    async prepare() {
      let first: SealedManifest | undefined;
      for await (const sealed of chain()) first ??= sealed;
      if (first === undefined) {
        throw new CannotRebuild(
          `The archive of ${cell} has sealed nothing yet: it does so every five minutes. ` +
            "Wait, or rebuild with --from table.",
        );
      }
      await refuseLateBeginning(first);
    },
    parts: [sealedAndStreamed],
  };
}

function timeOf(us: bigint): string {
  return new Date(Number(us / 1_000n)).toISOString();
}
