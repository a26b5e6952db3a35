import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { LedgerKey } from "../domain/keys.ts";
import type { Item, Value } from "../domain/ledger-write.ts";
import { invariant } from "../domain/result.ts";

/** A value as DynamoDB takes it; numbers travel as decimal text, so that no digit is lost. */
export function encodeValue(value: Value): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "bigint") return { N: value.toString() };
  if (typeof value === "boolean") return { BOOL: value };
  return isList(value) ? { L: value.map(encodeValue) } : { M: encodeItem(value) };
}

/** A ledger item as DynamoDB takes it. */
export function encodeItem(item: Item): Record<string, AttributeValue> {
  const encoded: Record<string, AttributeValue> = {};
  addEncoded(item, encoded);
  return encoded;
}

/** A whole item with its key, as DynamoDB takes it. */
export function encodeKeyedItem(key: LedgerKey, item: Item): Record<string, AttributeValue> {
  const encoded = encodeKey(key);
  addEncoded(item, encoded);
  return encoded;
}

function addEncoded(item: Item, encoded: Record<string, AttributeValue>): void {
  for (const name of Object.keys(item)) {
    const value = item[name];
    invariant(value !== undefined, "every attribute of an item has a value");
    place(encoded, name, encodeValue(value));
  }
}

/** A key as DynamoDB takes it. */
export function encodeKey({ pk, sk }: LedgerKey): Record<string, AttributeValue> {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** A stored value read back; a type that this program never writes throws. */
export function decodeValue(stored: AttributeValue): Value {
  if (stored.S !== undefined) return stored.S;
  if (stored.N !== undefined) return BigInt(stored.N);
  if (stored.BOOL !== undefined) return stored.BOOL;
  if (stored.L !== undefined) return stored.L.map(decodeValue);
  if (stored.M !== undefined) return decodeItem(stored.M);
  throw new Error(`An attribute has a type that is never written: ${Object.keys(stored).join()}`);
}

/** A stored item read back. */
export function decodeItem(stored: Readonly<Record<string, AttributeValue>>): Item {
  const item: Record<string, Value> = {};
  for (const name of Object.keys(stored)) {
    const value = stored[name];
    invariant(value !== undefined, "every attribute of a stored item has a value");
    place(item, name, decodeValue(value));
  }
  return item;
}

/** A whole item read back, its key apart from it. */
export function decodeKeyedItem(stored: Readonly<Record<string, AttributeValue>>): {
  readonly key: LedgerKey;
  readonly item: Item;
} {
  const { pk, sk } = stored;
  invariant(pk?.S !== undefined && sk?.S !== undefined, "every stored item has a text key");
  const item: Record<string, Value> = {};
  // Taken apart name by name: what is left of an object after `...` costs three times as much.
  for (const name of Object.keys(stored)) {
    const value = stored[name];
    if (name !== "pk" && name !== "sk" && value !== undefined) place(item, name, decodeValue(value));
  }
  return { key: { pk: pk.S, sk: sk.S }, item };
}

/** An assignment to `__proto__` would set the prototype, and the attribute would be lost. */
function place<T>(into: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") Object.defineProperty(into, name, { value, enumerable: true });
  else into[name] = value;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
