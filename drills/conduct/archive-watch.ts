import { parseManifest } from "../../functions/domain/archive-manifest.ts";
import { countersignatureKey } from "../../functions/domain/archive-roots.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { ArchivedChange } from "../checkers/archive/archive-run.ts";
import { isOfArchives, sealedChanges } from "../checkers/archive/sealed-changes.ts";
import { nameOf } from "../checkers/ledger-view.ts";
import type { Target } from "../targets/target.ts";

/** How the archive of a cell stands as to some span of time. */
export interface Archived {
  /** Changes of the span in the cell's journal stream, and how many of them nothing has sealed yet. */
  readonly changes: number;
  readonly unsealed: number;
  /** Manifests sealed in the span. */
  readonly manifests: number;
  /** The longest that one of these waited for the last of its countersignatures, seconds; undefined: one is missing. */
  readonly countersignedWithin: number | undefined;
}

/** Looks at a cell's archive for what happened from `from` to `to`, milliseconds of the target's clock. */
export async function archivedBetween(
  cell: string,
  from: number,
  to: number,
  target: Pick<Target, "name" | "archives" | "items">,
): Promise<Archived> {
  if (target.archives === undefined) throw new Error(`There are no archives on the target ${target.name}.`);
  const { archives } = await target.archives();
  const archive = archives.find((one) => one.cell === cell);
  if (archive === undefined) throw new Error(`The cell ${cell} has no archive.`);
  const sealed = new Set(sealedChanges(archive).map(nameOfChange));
  const meant = archive.streamed.filter(({ key, us }) => isWithin(Number(us / 1_000n)) && !isOfArchives(key));
  const names = new Set(meant.map(nameOfChange));
  const manifests = archive.manifests.flatMap(({ text }) => {
    const read = parseManifest(text);
    return read.ok && isWithin(Date.parse(read.value.manifest.sealedAt)) ? [read.value.manifest] : [];
  });
  const signers = archives.map((one) => one.cell).filter((one) => one !== cell);
  const waits = await Promise.all(signers.map((signer) => waitsFor(signer, archive.cell, manifests, target)));
  return {
    changes: names.size,
    unsealed: [...names].filter((name) => !sealed.has(name)).length,
    manifests: manifests.length,
    countersignedWithin: longest(waits.flat()),
  };

  function isWithin(at: number): boolean {
    return at >= from && at < to;
  }
}

/** How long each manifest waited for a signer; undefined where it waits still. Seconds. */
async function waitsFor(
  signer: CellName,
  cell: CellName,
  manifests: readonly { readonly sequence: number; readonly sealedAt: string }[],
  target: Pick<Target, "items">,
): Promise<readonly (number | undefined)[]> {
  const keys = manifests.map(({ sequence }) => countersignatureKey(signer, cell, sequence));
  const items = await target.items(signer, keys);
  return manifests.map(({ sealedAt }, index) => {
    const at = items[index]?.["at"];
    return typeof at === "bigint" ? (Number(at) - Date.parse(sealedAt)) / 1_000 : undefined;
  });
}

function longest(waits: readonly (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length < waits.length || known.length === 0 ? undefined : Math.max(...known);
}

function nameOfChange({ key, us }: ArchivedChange): string {
  return `${nameOf(key)} at ${us}`;
}
