import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";

/** The pairs of an encryption context: bound to a ciphertext, never stored in it. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** The digest behind each HMAC key spec. */
export const MAC_DIGESTS = {
  HMAC_224: "sha224",
  HMAC_256: "sha256",
  HMAC_384: "sha384",
  HMAC_512: "sha512",
} as const;

/** The spec of an HMAC key. */
export type MacSpec = keyof typeof MAC_DIGESTS;

const IV_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 1;

/** Computes the MAC of a message. */
export function computeMac(spec: MacSpec, material: Buffer, message: Buffer): Buffer {
  return createHmac(MAC_DIGESTS[spec], material).update(message).digest();
}

/** Encrypts under a key with AES-256-GCM; the blob names the key id, so that any region of the key opens it. */
export function seal(
  keyId: string,
  material: Buffer,
  iv: Buffer,
  context: EncryptionContext,
  plaintext: Buffer,
): Buffer {
  const header = Buffer.concat([Buffer.from([FORMAT, keyId.length]), Buffer.from(keyId)]);
  const cipher = createCipheriv("aes-256-gcm", material, iv);
  cipher.setAAD(associatedData(header, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), sealed]);
}

/** The id of the key that a blob was sealed under; `undefined` where this is no such blob. */
export function keyIdOf(blob: Buffer): string | undefined {
  const length = blob[1];
  if (blob[0] !== FORMAT || length === undefined || blob.length < 2 + length + IV_BYTES + TAG_BYTES) return undefined;
  return blob.subarray(2, 2 + length).toString();
}

/** Decrypts a blob; `undefined` where it was altered, or sealed under another key or context. */
export function open(blob: Buffer, material: Buffer, context: EncryptionContext): Buffer | undefined {
  const headerEnd = 2 + (blob[1] ?? 0);
  const ivEnd = headerEnd + IV_BYTES;
  const tagEnd = ivEnd + TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", material, blob.subarray(headerEnd, ivEnd));
  decipher.setAAD(associatedData(blob.subarray(0, headerEnd), context));
  decipher.setAuthTag(blob.subarray(ivEnd, tagEnd));
  try {
    return Buffer.concat([decipher.update(blob.subarray(tagEnd)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function associatedData(header: Buffer, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(sorted))]);
}
