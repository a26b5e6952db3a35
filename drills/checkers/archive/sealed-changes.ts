import { parseManifest } from "../../../functions/domain/archive-manifest.ts";
import type { LedgerKey } from "../../../functions/domain/keys.ts";
import { sortOf } from "../ledger-view.ts";
import type { ArchivedChange, SeenArchive } from "./archive-run.ts";

/** The objects of an archive that its manifests have sealed, as `key version`, each as often as it was sealed. */
export function sealedIn({ manifests }: Pick<SeenArchive, "manifests">): readonly string[] {
  return manifests.flatMap(({ text }) => {
    const read = parseManifest(text);
    return read.ok ? read.value.manifest.objects.map(nameOfObject) : [];
  });
}

/** The changes in the objects that an archive's manifests have sealed. */
export function sealedChanges(archive: Pick<SeenArchive, "manifests" | "objects">): readonly ArchivedChange[] {
  const sealed = new Set(sealedIn(archive));
  return archive.objects.filter((object) => sealed.has(nameOfObject(object))).flatMap(({ changes }) => changes);
}

/** An object's version by one name. */
export function nameOfObject({ key, version }: { readonly key: string; readonly version: string }): string {
  return `${key} ${version}`;
}

/** Whether an item is about archives: what sealing itself writes is sealed by the next manifest, and so on for ever. */
export function isOfArchives(key: LedgerKey): boolean {
  return sortOf(key) === "archive";
}
