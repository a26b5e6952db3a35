import { hash } from "node:crypto";
import { crc32 } from "node:zlib";

/** The digests of S3's objects. Source: S3 User Guide, "Checking object integrity". */
export const checksumAlgorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

/** The name of one of them. */
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Whether a text names an algorithm. */
export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return checksumAlgorithms.some((one) => one === name);
}

/** The digest of some bytes, base64. */
export function checksumOf(algorithm: ChecksumAlgorithm, body: Buffer): string {
  switch (algorithm) {
    case "CRC32":
      return base64(crc32(body), 4);
    case "CRC32C":
      return base64(crc32c(body), 4);
    case "CRC64NVME":
      return crc64nvme(body);
    case "SHA1":
      return hash("sha1", body, "base64");
    case "SHA256":
      return hash("sha256", body, "base64");
  }
}

/** The MD5 of some bytes, as ETags have it. */
export function md5Hex(body: Buffer): string {
  return hash("md5", body, "hex");
}

function base64(value: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUInt32BE(value >>> 0);
  return buffer.toString("base64");
}

// Castagnoli's polynomial, its bits reversed (RFC 3720, B.4).
const castagnoli = 0x82f63b78;
let castagnoliTable: Uint32Array | undefined;

function crc32c(body: Buffer): number {
  castagnoliTable ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ castagnoli : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (let at = 0; at < body.length; at += 1) {
    crc = (castagnoliTable[(crc ^ (body[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return ~crc;
}

// The polynomial of CRC-64/NVME, its bits reversed (NVM Command Set, 5.2.1.3.4), in two halves.
const [nvmeHigh, nvmeLow] = [0x9a6c9329, 0xac4bc9b5];
let nvmeTable: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;

function crc64nvme(body: Buffer): string {
  nvmeTable ??= makeNvmeTable();
  const { high: highs, low: lows } = nvmeTable;
  let [high, low] = [0xffffffff, 0xffffffff];
  for (let at = 0; at < body.length; at += 1) {
    const index = (low ^ (body[at] ?? 0)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
    high = (high >>> 8) ^ (highs[index] ?? 0);
  }
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32BE(~high >>> 0, 0);
  buffer.writeUInt32BE(~low >>> 0, 4);
  return buffer.toString("base64");
}

function makeNvmeTable(): { readonly high: Uint32Array; readonly low: Uint32Array } {
  const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte += 1) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) [high, low] = [high ^ nvmeHigh, low ^ nvmeLow];
    }
    [highs[byte], lows[byte]] = [high, low];
  }
  return { high: highs, low: lows };
}
