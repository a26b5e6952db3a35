import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { LedgerKey } from "../domain/keys.ts";
import type { Item, Value } from "../domain/ledger-write.ts";

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
  for (const [name, value] of Object.entries(item)) encoded[name] = encodeValue(value);
  return encoded;
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
  for (const [name, value] of Object.entries(stored)) item[name] = decodeValue(value);
  return item;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
