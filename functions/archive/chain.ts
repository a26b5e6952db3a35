import {
  manifestKey,
  MANIFEST_PREFIX,
  NO_MANIFEST,
  parseManifest,
  sealObjects,
  sequenceOf,
  type SealedManifest,
  type SealedObject,
} from "../domain/archive-manifest.ts";
import { rootOfManifest } from "../domain/archive-roots.ts";
import type { CellName } from "../domain/ids.ts";
import type { ArchiveBucket } from "../stores/archive-bucket.ts";
import type { ArchiveLedger } from "../stores/archive-ledger.ts";
import { together } from "../stores/together.ts";

/** Where a chain of manifests stands. */
export interface ChainStores {
  readonly bucket: ArchiveBucket;
  readonly ledger: Pick<ArchiveLedger, "lastRoot" | "putRoot">;
}

/** The manifests of one cell's archive, each of which names the one before. */
export interface Chain {
  /** The newest manifest; the ledger learns of those that it was not told of. Throws where the chain is broken. */
  newest(): Promise<SealedManifest | undefined>;
  /** The keys of the objects that manifests since `from` (ISO 8601) have sealed, `last` being the newest. */
  sealedSince(from: string, last: SealedManifest | undefined): Promise<ReadonlySet<string>>;
  /** Seals objects behind `last`. Throws where somebody else has done so meanwhile. */
  append(last: SealedManifest | undefined, objects: readonly SealedObject[], sealedAt: string): Promise<SealedManifest>;
}

/** Manifests are read so many at once. */
const AT_ONCE = 16;

/** The chain of a cell; manifests that were read are remembered, since they never change. */
export function createChain(cell: CellName, { bucket, ledger }: ChainStores): Chain {
  const known = new Map<number, SealedManifest>();

  async function manifest(sequence: number): Promise<SealedManifest> {
    const found = known.get(sequence) ?? (await readManifest(bucket, cell, sequence));
    known.set(sequence, found);
    return found;
  }

  return {
    async newest() {
      const told = await ledger.lastRoot(cell);
      const listed = await bucket.keys(MANIFEST_PREFIX, manifestKey(told?.sequence ?? 0));
      let last = told === undefined ? undefined : await manifest(told.sequence);
      if (last !== undefined && last.digest !== told?.manifest) {
        throw new Error(`${manifestKey(last.manifest.sequence)} is not what the ledger says.`);
      }
      for (const sequence of listed.flatMap((key) => sequenceOf(key) ?? [])) {
        const next = await manifest(sequence);
        const isNext = sequence === (last?.manifest.sequence ?? 0) + 1;
        if (!isNext || next.manifest.previous !== (last?.digest ?? NO_MANIFEST)) {
          throw new Error(`${manifestKey(sequence)} does not follow the manifest before.`);
        }
        await ledger.putRoot(rootOfManifest(next));
        last = next;
      }
      return last;
    },
    async sealedSince(from, last) {
      const sealed = new Set<string>();
      for (let sequence = last?.manifest.sequence ?? 0; sequence > 0;) {
        const count = Math.min(AT_ONCE, sequence);
        const found = await together(Array.from({ length: count }, (_, back) => manifest(sequence - back)));
        for (const { manifest: one } of found) for (const { key } of one.objects) sealed.add(key);
        if (found.some(({ manifest: one }) => one.sealedAt < from)) break;
        sequence -= count;
      }
      return sealed;
    },
    async append(last, objects, sealedAt) {
      const next = sealObjects(cell, last, objects, sealedAt);
      const { sequence } = next.manifest;
      if (!(await bucket.putOnce(manifestKey(sequence), next.text))) {
        throw new Error(`Somebody else has sealed ${manifestKey(sequence)} meanwhile.`);
      }
      known.set(sequence, next);
      await ledger.putRoot(rootOfManifest(next));
      return next;
    },
  };
}

async function readManifest(bucket: ArchiveBucket, cell: CellName, sequence: number): Promise<SealedManifest> {
  const key = manifestKey(sequence);
  const stored = await bucket.read(key);
  if (stored === undefined) throw new Error(`The archive has no ${key}.`);
  const read = parseManifest(Buffer.from(stored.body).toString("utf8"));
  if (!read.ok) throw new Error(`${key} cannot be read: ${read.refusal}.`);
  const { manifest } = read.value;
  if (manifest.cell !== cell || manifest.sequence !== sequence) throw new Error(`${key} is another manifest.`);
  return read.value;
}
