import { NO_MANIFEST, sequenceText, type SealedManifest } from "./archive-manifest.ts";
import type { CellName } from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { Item } from "./ledger-write.ts";

/** What the ledger says of a manifest: it travels to every cell as any other item does. */
export interface ArchiveRoot {
  readonly cell: CellName;
  readonly sequence: number;
  /** Digest of the manifest before, of this one, and the Merkle root over its objects: 64 hex digits each. */
  readonly previous: string;
  readonly manifest: string;
  readonly root: string;
}

/** Another cell's word that it has seen a root, and none other under that number. */
export interface Countersignature extends ArchiveRoot {
  readonly signer: CellName;
  /** ECDSA over P-256 and SHA-256, DER, hex digits. */
  readonly signature: string;
  /** The ARN of the key that signed. */
  readonly key: string;
}

/** The partition in which a cell writes what concerns archives. */
export function archivePartition(cell: CellName): string {
  return `${cell}#archive`;
}

/** What the sort keys of a cell's own roots begin with. */
export const ROOT_PREFIX = "root#";

/** What the sort keys of a cell's countersignatures of another's roots begin with. */
export function countersignedPrefix(of: CellName): string {
  return `countersigned#${of}#`;
}

/** Where the root of a manifest stands. */
export function rootKey(cell: CellName, sequence: number): LedgerKey {
  return { pk: archivePartition(cell), sk: `${ROOT_PREFIX}${sequenceText(sequence)}` };
}

/** Where a cell's countersignature of another's root stands: with its signer, who alone writes it. */
export function countersignatureKey(signer: CellName, of: CellName, sequence: number): LedgerKey {
  return { pk: archivePartition(signer), sk: `${countersignedPrefix(of)}${sequenceText(sequence)}` };
}

/** What the ledger is to say of a manifest. */
export function rootOfManifest({ manifest, digest }: SealedManifest): ArchiveRoot {
  const { cell, sequence, previous, root } = manifest;
  return { cell, sequence, previous, manifest: digest, root };
}

/** A root as an item; `at` in milliseconds since the epoch. */
export function rootItem({ sequence, previous, manifest, root }: ArchiveRoot, at: bigint): Item {
  return { sequence: BigInt(sequence), previous, manifest, root, at };
}

/** A countersignature as an item; `at` in milliseconds since the epoch. */
export function countersignatureItem(countersignature: Countersignature, at: bigint): Item {
  const { cell, signature, key } = countersignature;
  return { cell, ...rootItem(countersignature, at), signature, key };
}

/** Reads a root of a cell; undefined where the item is none. */
export function rootFrom(cell: CellName, item: Item): ArchiveRoot | undefined {
  const { sequence, previous, manifest, root } = item;
  if (typeof sequence !== "bigint" || typeof previous !== "string") return undefined;
  if (typeof manifest !== "string" || typeof root !== "string") return undefined;
  return { cell, sequence: Number(sequence), previous, manifest, root };
}

/** Reads a countersignature of a signer's about `cell`; undefined where the item is none. */
export function countersignatureFrom(signer: CellName, cell: CellName, item: Item): Countersignature | undefined {
  const root = rootFrom(cell, item);
  const { signature, key } = item;
  if (root === undefined || typeof signature !== "string" || typeof key !== "string") return undefined;
  return { ...root, signer, signature, key };
}

/** What is signed: everything that a root says, a line each. */
export function countersignedText({ cell, sequence, previous, manifest, root }: ArchiveRoot): string {
  const lines = [
    `cell ${cell}`,
    `sequence ${sequence}`,
    `previous ${previous}`,
    `manifest ${manifest}`,
    `root ${root}`,
  ];
  return ["payment-cells/archive/1", ...lines, ""].join("\n");
}

/** Whether a root follows the one that was countersigned last, or none: who signs both of a fork proves nothing. */
export function follows(root: ArchiveRoot, last: Pick<ArchiveRoot, "sequence" | "manifest"> | undefined): boolean {
  return root.sequence === (last?.sequence ?? 0) + 1 && root.previous === (last?.manifest ?? NO_MANIFEST);
}
