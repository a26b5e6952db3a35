import { createHash } from "node:crypto";

/** An attribute of a message, as sent. */
export type MessageAttribute = Readonly<Record<string, unknown>>;

/** A hash in lower-case hex. */
export function digest(algorithm: "md5" | "sha256", text: string): string {
  return createHash(algorithm).update(text).digest("hex");
}

/** MD5 of message attributes by SQS's own rule: sorted names, each with its type and value, all length-prefixed. */
export function attributesDigest(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const add = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name] ?? {};
    const type = String(DataType);
    add(Buffer.from(name));
    add(Buffer.from(type));
    const isBinary = type.startsWith("Binary");
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    add(isBinary ? Buffer.from(String(BinaryValue), "base64") : Buffer.from(String(StringValue)));
  }
  return hash.digest("hex");
}

/** What counts towards a message's size limit. */
export function messageBytes(body: string, attributes: Readonly<Record<string, MessageAttribute>>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(String(DataType));
    bytes += typeof BinaryValue === "string" ? Buffer.byteLength(BinaryValue, "base64") : lengthOf(StringValue);
  }
  return bytes;
}

function lengthOf(value: unknown): number {
  return typeof value === "string" ? Buffer.byteLength(value) : 0;
}
