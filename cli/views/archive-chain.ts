import { isSameRoot, linkFault } from "../../functions/domain/archive-chain.ts";
import {
  manifestKey,
  NO_MANIFEST,
  parseManifest,
  type SealedManifest,
} from "../../functions/domain/archive-manifest.ts";
import { rootOfManifest } from "../../functions/domain/archive-roots.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { ArchiveBucket } from "../../functions/stores/archive-bucket.ts";
import type { ArchiveLedger } from "../../functions/stores/archive-ledger.ts";
import { together } from "../../functions/stores/together.ts";
import { CannotRebuild } from "./source.ts";

/** Manifests are read so many at once. */
const AT_ONCE = 16;

/**
 * The manifests of a cell's archive from the first on, each verified against the one before and the ledger's root; none
 * is remembered. Throws `CannotRebuild` at the first that is not as it was sealed.
 */
export async function* verifiedChain(
  cell: CellName,
  bucket: ArchiveBucket,
  ledger: Pick<ArchiveLedger, "rootsFrom">,
): AsyncGenerator<SealedManifest> {
  let previous = NO_MANIFEST;
  let next = 1;
  for (;;) {
    const roots = await ledger.rootsFrom(cell, next);
    if (roots.length === 0) return;
    for (let start = 0; start < roots.length; start += AT_ONCE) {
      const some = roots.slice(start, start + AT_ONCE);
      const manifests = await together(some.map(({ sequence }) => manifestOf(sequence)));
      for (const [index, root] of some.entries()) {
        const sealed = manifests[index];
        if (root.sequence !== next || sealed === undefined) {
          throw archiveRefusal(cell, manifestKey(next), "the ledger has no root of it");
        }
        const isTold = isSameRoot(root, rootOfManifest(sealed));
        const fault = isTold ? linkFault(sealed, cell, next, previous) : "it is not what the ledger says of it";
        if (fault !== undefined) throw archiveRefusal(cell, manifestKey(next), fault);
        yield sealed;
        previous = sealed.digest;
        next += 1;
      }
    }
  }

  async function manifestOf(sequence: number): Promise<SealedManifest> {
    const key = manifestKey(sequence);
    const stored = await bucket.read(key);
    if (stored === undefined) throw archiveRefusal(cell, key, "the manifest is missing");
    const read = parseManifest(Buffer.from(stored.body).toString("utf8"));
    if (!read.ok) throw archiveRefusal(cell, key, `the manifest was changed: ${read.refusal}`);
    return read.value;
  }
}

/** What a cell's archive is refused with, and what is to be done instead. */
export function archiveRefusal(cell: CellName, where: string, what: string): CannotRebuild {
  return new CannotRebuild(
    `The archive of ${cell} is not as it was sealed: ${where}: ${what}. Nothing was switched. ` +
      "npx cells audit archive tells all that is wrong with it; rebuild with --from table.",
  );
}
