import { objectFault } from "../../functions/domain/archive-chain.ts";
import { ERROR_PREFIX, type SealedManifest, type SealedObject } from "../../functions/domain/archive-manifest.ts";
import { sha256 } from "../../functions/domain/archive-merkle.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { concernsViews, type JournalChange } from "../../functions/domain/projections.ts";
import type { ArchiveBucket } from "../../functions/stores/archive-bucket.ts";
import { readJournalRecord } from "../../functions/stores/journal-records.ts";
import { linesOf } from "../archive/changes.ts";
import { archiveRefusal } from "./archive-chain.ts";
import { CannotRebuild, type SourcePage } from "./source.ts";

/** Some records of the journal, read. */
export interface ArchivePage extends SourcePage {
  /** When the oldest and the newest change of these was written, microseconds since the epoch. */
  readonly firstUs: bigint | undefined;
  readonly lastUs: bigint;
}

/** Changes are projected so many at once, as the projector does. */
const PAGE = 500;

/** Reads records of the journal, as DynamoDB has written them, that came from somewhere. */
export function pageOf(lines: readonly string[], where: string): ArchivePage {
  const changes: JournalChange[] = [];
  const unreadable: string[] = [];
  let firstUs: bigint | undefined;
  let lastUs = 0n;
  for (const line of lines) {
    const record = readJournalRecord(line, concernsViews);
    if (!record.ok) {
      unreadable.push(`${where}: ${record.refusal}`);
      continue;
    }
    const { us, change } = record.value;
    if (firstUs === undefined || us < firstUs) firstUs = us;
    if (us > lastUs) lastUs = us;
    if (change !== undefined) changes.push(change);
  }
  return { looked: lines.length, changes, unreadable, firstUs, lastUs };
}

/** The records of the objects that a manifest has sealed. Throws `CannotRebuild` where one is not as it was. */
export async function* pagesIn(
  cell: CellName,
  bucket: ArchiveBucket,
  { manifest: { sequence, objects } }: SealedManifest,
): AsyncGenerator<ArchivePage> {
  for (const object of objects) {
    const lines = await linesIn(cell, bucket, object, sequence);
    for (let start = 0; start < lines.length; start += PAGE) {
      yield pageOf(lines.slice(start, start + PAGE), object.key);
    }
  }
}

async function linesIn(
  cell: CellName,
  bucket: ArchiveBucket,
  object: SealedObject,
  sequence: number,
): Promise<readonly string[]> {
  const { key, version } = object;
  if (key.startsWith(ERROR_PREFIX)) {
    throw new CannotRebuild(
      `The archive of ${cell} has changes under ${key} that Firehose could not deliver as they are: they are in no ` +
        "view made from it. Rebuild with --from table.",
    );
  }
  const stored = await bucket.read(key, version);
  const found = stored && { bytes: stored.body.length, sha256: sha256(stored.body) };
  const fault = objectFault(object, sequence, found);
  if (fault !== undefined) throw archiveRefusal(cell, key, fault);
  const lines = stored && linesOf(Buffer.from(stored.body));
  if (lines === undefined) throw archiveRefusal(cell, key, "the object cannot be unpacked");
  return lines;
}
