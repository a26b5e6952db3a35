import {
  manifestKey,
  NO_MANIFEST,
  parseManifest,
  rootOf,
  sequenceOf,
  type SealedManifest,
  type SealedObject,
} from "./archive-manifest.ts";
import { countersignedText, rootOfManifest, type ArchiveRoot, type Countersignature } from "./archive-roots.ts";
import type { CellName } from "./ids.ts";

/** What is wrong with an archive, and with which part of it. */
export interface ArchiveFault {
  /** An object's or manifest's key, or the item of the ledger. */
  readonly where: string;
  readonly what: string;
}

/** An object as it lies in the archive now, one version of it. */
export interface FoundObject {
  readonly key: string;
  readonly version: string;
  readonly bytes: number;
  /** Undefined where S3 does not give it any more. */
  readonly sha256: string | undefined;
}

/** Everything by which the archive of one cell is judged. */
export interface ArchiveEvidence {
  readonly cell: CellName;
  /** What lies under the manifests' prefix, in the order of their keys. */
  readonly manifests: readonly { readonly key: string; readonly text: string }[];
  /** What the ledger says of them. */
  readonly roots: readonly ArchiveRoot[];
  readonly countersignatures: readonly Countersignature[];
  /** Whether a signature is its signer's over a text. */
  verifies(signer: CellName, text: string, signature: string): boolean;
}

/** What is left of a chain that was verified. */
export interface VerifiedChain {
  /** Those that can be read, in order. */
  readonly manifests: readonly SealedManifest[];
  readonly faults: readonly ArchiveFault[];
}

/** Verifies manifests, roots and countersignatures against one another. */
export function verifyChain(evidence: ArchiveEvidence): VerifiedChain {
  const { manifests, faults } = readChain(evidence);
  return {
    manifests,
    faults: [...faults, ...rootFaults(evidence, manifests), ...countersignatureFaults(evidence, manifests)],
  };
}

function readChain({ cell, manifests }: ArchiveEvidence): VerifiedChain {
  const faults: ArchiveFault[] = [];
  const chain: SealedManifest[] = [];
  let next = 1;
  let before: string | undefined = NO_MANIFEST;
  for (const { key, text } of manifests) {
    const sequence = sequenceOf(key);
    if (sequence === undefined) {
      faults.push({ where: key, what: "it is no place of a manifest" });
      continue;
    }
    const gap = sequence - next;
    if (gap > 0) {
      // One fault, however many: a name far ahead costs nobody anything. What was sealed has its root, which names it.
      const more = gap > 1 ? `, with ${gap - 1} behind it` : "";
      faults.push({ where: manifestKey(next), what: `the manifest is missing${more}` });
      before = undefined;
    }
    next = sequence + 1;
    const read = parseManifest(text);
    if (!read.ok) {
      faults.push({ where: key, what: `the manifest was changed: ${read.refusal}` });
      before = undefined;
      continue;
    }
    const wrong = linkFault(read.value, cell, sequence, before);
    if (wrong !== undefined) faults.push({ where: key, what: wrong });
    before = read.value.digest;
    chain.push(read.value);
  }
  return { manifests: chain, faults };
}

/** What is wrong with a manifest in its place; `before` is the digest of the one before, where that is known. */
export function linkFault(
  { manifest }: SealedManifest,
  cell: CellName,
  sequence: number,
  before: string | undefined,
): string | undefined {
  if (manifest.cell !== cell) return `it is a manifest of ${manifest.cell}`;
  if (manifest.sequence !== sequence) return `it is manifest ${manifest.sequence}, and stands elsewhere`;
  if (rootOf(manifest.objects) !== manifest.root) return "its root is not that of its objects";
  // Where the one before cannot be read, it is at fault itself.
  if (before !== undefined && manifest.previous !== before) return "it does not follow the manifest before as that is";
  return undefined;
}

function rootFaults({ cell, roots }: ArchiveEvidence, manifests: readonly SealedManifest[]): readonly ArchiveFault[] {
  const standing = new Map(manifests.map((one) => [one.manifest.sequence, one]));
  const told = new Map(roots.map((root) => [root.sequence, root]));
  const last = roots.at(-1)?.sequence ?? 0;
  const where = (sequence: number) => `root ${sequence} of ${cell}`;
  return [
    ...roots.flatMap((root) => {
      const sealed = standing.get(root.sequence);
      if (sealed === undefined) {
        return [{ where: manifestKey(root.sequence), what: "the ledger has its root, the archive no such manifest" }];
      }
      if (isSameRoot(root, rootOfManifest(sealed))) return [];
      return [{ where: manifestKey(root.sequence), what: "it is not what the ledger says of it" }];
    }),
    // The newest may have been written a moment ago.
    ...[...standing.keys()]
      .filter((sequence) => sequence < last && !told.has(sequence))
      .map((sequence) => ({ where: where(sequence), what: "the ledger has no such root" })),
  ];
}

function countersignatureFaults(
  { countersignatures, roots, verifies }: ArchiveEvidence,
  manifests: readonly SealedManifest[],
): readonly ArchiveFault[] {
  const standing = new Map(manifests.map((one) => [one.manifest.sequence, rootOfManifest(one)]));
  const told = new Map(roots.map((root) => [root.sequence, root]));
  return countersignatures.flatMap((one) => {
    const where = `countersignature ${one.sequence} of ${one.cell} by ${one.signer}`;
    if (!verifies(one.signer, countersignedText(one), one.signature)) {
      return [{ where, what: `the signature is not ${one.signer}'s` }];
    }
    const signed = [standing.get(one.sequence), told.get(one.sequence)].filter((root) => root !== undefined);
    if (signed.length === 0) return [{ where, what: "it is about a root that nobody has any more" }];
    if (signed.every((root) => isSameRoot(one, root))) return [];
    return [{ where: manifestKey(one.sequence), what: `it is not what ${one.signer} has countersigned` }];
  });
}

/** Whether two say the same of a manifest. */
export function isSameRoot(one: ArchiveRoot, other: ArchiveRoot): boolean {
  return countersignedText(one) === countersignedText(other);
}

/** The roots of an archive that a cell should have countersigned and has not. */
export function uncountersigned(
  { roots, countersignatures }: Pick<ArchiveEvidence, "roots" | "countersignatures">,
  signer: CellName,
): readonly ArchiveRoot[] {
  const signed = new Set(countersignatures.filter((one) => one.signer === signer).map(({ sequence }) => sequence));
  return roots.filter(({ sequence }) => !signed.has(sequence));
}

/** Objects that are not as they were sealed; `find` gives what lies under a key and version now. */
export function objectFaults(
  manifests: readonly SealedManifest[],
  find: (key: string, version: string) => FoundObject | undefined,
): readonly ArchiveFault[] {
  return manifests.flatMap(({ manifest }) =>
    manifest.objects.flatMap((sealed) => {
      const what = objectFault(sealed, manifest.sequence, find(sealed.key, sealed.version));
      return what === undefined ? [] : [{ where: sealed.key, what }];
    }),
  );
}

/** What is wrong with an object that a manifest has sealed, by what lies in its place now. */
export function objectFault(
  sealed: SealedObject,
  sequence: number,
  found: Pick<FoundObject, "bytes" | "sha256"> | undefined,
): string | undefined {
  const sealedBy = `sealed by ${manifestKey(sequence)}`;
  if (found?.sha256 === undefined) return `the object is missing, ${sealedBy}`;
  if (found.sha256 === sealed.sha256 && found.bytes === sealed.bytes) return undefined;
  return `the object was changed: its bytes are not those ${sealedBy}`;
}
