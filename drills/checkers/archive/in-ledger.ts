import { archivePartition, countersignatureFrom, rootFrom } from "../../../functions/domain/archive-roots.ts";
import type { ArchiveRoot, Countersignature } from "../../../functions/domain/archive-roots.ts";
import type { CellName } from "../../../functions/domain/ids.ts";
import type { StoredItem } from "../ledger-view.ts";

/** The roots of a cell's archive among its own items, in order. */
export function rootsIn(cell: CellName, items: readonly StoredItem[]): readonly ArchiveRoot[] {
  return items
    .filter(({ key }) => key.pk === archivePartition(cell) && key.sk.startsWith("root#"))
    .flatMap(({ item }) => rootFrom(cell, item) ?? [])
    .toSorted((one, other) => one.sequence - other.sequence);
}

/** What `signer` has countersigned of `cell`'s, among the signer's own items, in order. */
export function countersignaturesIn(
  signer: CellName,
  cell: CellName,
  items: readonly StoredItem[],
): readonly Countersignature[] {
  return items
    .filter(({ key }) => key.pk === archivePartition(signer) && key.sk.startsWith(`countersigned#${cell}#`))
    .flatMap(({ item }) => countersignatureFrom(signer, cell, item) ?? [])
    .toSorted((one, other) => one.sequence - other.sequence);
}
