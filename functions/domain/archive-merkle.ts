import { createHash } from "node:crypto";

/** What tells a leaf from an inner node, so that neither can be passed off as the other. */
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** The Merkle tree hash over some leaves, in their order, as 64 hex digits. RFC 6962, section 2.1. */
export function merkleRoot(leaves: readonly Uint8Array[]): string {
  return treeHash(leaves).toString("hex");
}

/** The SHA-256 digest of some bytes, as 64 hex digits. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function treeHash(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return digest();
  if (leaves.length === 1) return digest(LEAF, first);
  const half = largestPowerBelow(leaves.length);
  return digest(NODE, treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

function digest(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The largest power of two that is less than `count`, which is two or more. */
function largestPowerBelow(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}
