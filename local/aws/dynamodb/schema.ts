import type { AwsError } from "../../core/errors.ts";
import { invalidParameter, validation } from "./refusals.ts";
import {
  attribute,
  type AttributeValue,
  compareBinary,
  compareText,
  type Item,
  itemBytes,
  type KeyType,
  typeOf,
  valueBytes,
} from "./values.ts";
import { compareNumbers } from "./numbers.ts";

/** An attribute that is part of a key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** The key of a table or an index. */
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

/** A global secondary index. */
export interface IndexDefinition {
  readonly name: string;
  readonly keys: KeySchema;
  readonly projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly nonKeyAttributes: readonly string[];
  /** Both 0 where the table is billed by request. */
  readonly readCapacity: number;
  readonly writeCapacity: number;
}

/** What all replicas of a table have in common. */
export interface TableDefinition {
  readonly name: string;
  readonly keys: KeySchema;
  attributes: readonly KeyAttribute[];
  /** After a change every storage has to follow (`syncIndexes`). */
  indexes: readonly IndexDefinition[];
}

/** A key as two texts; `sort` is empty where the schema has no range. */
export interface Key {
  readonly hash: string;
  readonly sort: string;
}

/** The largest item, bytes. */
const itemBytesMax = 400 * 1024;
const hashBytesMax = 2_048;
const rangeBytesMax = 1_024;
// AWS's own sentences, its missing space included.
const hashTooLong = `Size of hashkey has exceeded the maximum size limit of${hashBytesMax} bytes`;
const rangeTooLong = `Aggregated size of all range keys has exceeded the size limit of ${rangeBytesMax} bytes`;

/** The attributes of a schema. */
export function keyAttributes(keys: KeySchema): readonly KeyAttribute[] {
  return keys.range === undefined ? [keys.hash] : [keys.hash, keys.range];
}

/** Reads the Key parameter of a request: exactly the key's attributes. */
export function parseKey(key: Item, definition: TableDefinition): Key {
  const { hash, range } = definition.keys;
  const fits = Object.keys(key).length === (range === undefined ? 1 : 2) && has(key, hash);
  if (!fits || (range !== undefined && !has(key, range))) {
    throw validation("The provided key element does not match the schema");
  }
  return keyOf(key, definition.keys);
}

/** Reads the key of a whole item that is to be put. */
export function parseItemKey(item: Item, definition: TableDefinition): Key {
  for (const { name, type } of keyAttributes(definition.keys)) {
    const value = attribute(item, name);
    if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
    if (!hasType(value, type)) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
  }
  return keyOf(item, definition.keys);
}

function has(key: Item, { name, type }: KeyAttribute): boolean {
  return hasType(attribute(key, name), type);
}

function hasType(value: AttributeValue | undefined, type: KeyType): boolean {
  return value !== undefined && typeOf(value) === type;
}

function keyOf(item: Item, keys: KeySchema): Key {
  return {
    hash: keyText(item, keys.hash, hashBytesMax, hashTooLong),
    sort: keys.range === undefined ? "" : keyText(item, keys.range, rangeBytesMax, rangeTooLong),
  };
}

function keyText(item: Item, { name }: KeyAttribute, bytesMax: number, tooLong: string): string {
  const value = attribute(item, name);
  const text = value === undefined ? "" : scalarText(value);
  if (text === "" || value === undefined) {
    const kind = value !== undefined && "B" in value ? "binary" : "string";
    throw validation(
      "One or more parameter values are not valid. " +
        `The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
  }
  // A text of a quarter of the limit fits whatever its characters are.
  if (text.length * 4 > bytesMax && valueBytes(value) > bytesMax) {
    throw invalidParameter(tooLong);
  }
  return text;
}

/** The text that stands for a scalar in a key; empty for what cannot be a key. */
export function scalarText(value: AttributeValue): string {
  if ("S" in value) return value.S;
  if ("N" in value) return value.N;
  return "B" in value ? value.B : "";
}

/** The item's key in an index; undefined where the item is not in it. */
export function indexKey(item: Item, { keys }: IndexDefinition): Key | undefined {
  const hash = attribute(item, keys.hash.name);
  const range = keys.range === undefined ? undefined : attribute(item, keys.range.name);
  if (hash === undefined || (keys.range !== undefined && range === undefined)) return undefined;
  return { hash: scalarText(hash), sort: range === undefined ? "" : scalarText(range) };
}

/** Refuses an item that is too large or whose index keys have the wrong type. */
export function requireStorable(item: Item, definition: TableDefinition, isUpdate: boolean): number {
  for (const index of definition.indexes) requireIndexable(item, index, isUpdate);
  const bytes = itemBytes(item);
  if (bytes > itemBytesMax) {
    throw validation(`Item size ${isUpdate ? "to update " : ""}has exceeded the maximum allowed size`);
  }
  return bytes;
}

function requireIndexable(item: Item, index: IndexDefinition, isUpdate: boolean): void {
  for (const { name, type } of keyAttributes(index.keys)) {
    const value = attribute(item, name);
    if (value === undefined) continue;
    if (typeOf(value) !== type) {
      throw isUpdate
        ? invalidParameter("The update expression attempted to update the secondary index key to unsupported type")
        : invalidParameter(
            `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
          );
    }
    if (scalarText(value) === "") throw emptyIndexKey(name, index.name, isUpdate);
  }
}

function emptyIndexKey(name: string, index: string, isUpdate: boolean): AwsError {
  const start = "One or more parameter values are not valid.";
  const rule = "The AttributeValue for a key attribute cannot contain an empty string value.";
  const of = isUpdate
    ? "The update expression attempted to update a secondary index key to a value that is not supported."
    : "A value specified for a secondary index key is not supported.";
  return validation(`${start} ${of} ${rule}${isUpdate ? "" : ` IndexName: ${index}, IndexKey: ${name}`}`);
}

/** The order of key texts of one type. */
export function keyOrder(type: KeyType): (left: string, right: string) => number {
  return { S: compareText, N: compareNumbers, B: compareBinary }[type];
}

/** A stored item's key attributes alone. */
export function keyItem(item: Item, keys: KeySchema): Item {
  const { hash, range } = keys;
  const key: Record<string, AttributeValue> = {};
  put(key, hash.name, attribute(item, hash.name));
  if (range !== undefined) put(key, range.name, attribute(item, range.name));
  return key;
}

function put(item: Record<string, AttributeValue>, name: string, value: AttributeValue | undefined): void {
  if (value === undefined) return;
  // A member of this name would have to be defined, not assigned.
  if (name === "__proto__") Object.defineProperty(item, name, { value, enumerable: true });
  else item[name] = value;
}

/** What an index shows of an item. */
export function indexProjection(item: Item, index: IndexDefinition, keys: KeySchema): Item {
  if (index.projection === "ALL") return item;
  const shown = new Set([...keyAttributes(keys), ...keyAttributes(index.keys)].map(({ name }) => name));
  for (const name of index.nonKeyAttributes) shown.add(name);
  const projection: Record<string, AttributeValue> = {};
  for (const name of Object.keys(item)) if (shown.has(name)) put(projection, name, item[name]);
  return projection;
}
