import { canonicalNumber, compareNumbers, numberBytes } from "./numbers.ts";
import { invalidParameter, validation } from "./refusals.ts";

/** A value as on the wire; numbers are canonical text, binaries base64. Stored values are never changed in place. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** A map of attributes: an item, a key or the inside of an `M` value. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** DynamoDB's names of its types. */
export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";

/** The types that a key may have. */
export type KeyType = "S" | "N" | "B";

const attributeTypes: ReadonlySet<string> = new Set(["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]);
const nestingMax = 32;
/** Up to this length, looking at each character is cheaper than leaving JavaScript to weigh a text. */
const asciiLooked = 64;
const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether `name` is one of DynamoDB's ten types. */
export function isAttributeType(name: string): name is AttributeType {
  return attributeTypes.has(name);
}

/** The type of a value. */
export function typeOf(value: AttributeValue): AttributeType {
  if ("S" in value) return "S";
  if ("N" in value) return "N";
  for (const name in value) if (isAttributeType(name)) return name;
  throw new Error("a stored value without a type");
}

/** An attribute that an item has of its own; names such as "constructor" are ordinary. */
export function attribute(item: Item, name: string): AttributeValue | undefined {
  const value = item[name];
  if (value === undefined) return undefined;
  // Whatever an object inherits is a function, but for one: asking for what it owns costs as much as the rest.
  return typeof value === "function" || name === "__proto__" ? own(item, name) : value;
}

function own(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** An item of its own with the same attributes. */
export function copyOf(item: Item): Record<string, AttributeValue> {
  const copy: Record<string, AttributeValue> = {};
  // Name by name: `...` costs three times as much of objects that were made so themselves.
  for (const name of Object.keys(item)) {
    const value = item[name];
    // A member of this name would have to be defined, not assigned.
    if (name === "__proto__") return { ...item };
    if (value !== undefined) copy[name] = value;
  }
  return copy;
}

/** The item without some attributes. */
export function without(item: Item, names: ReadonlySet<string>): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.has(name)));
}

/** Checks and normalises a map of attributes from the wire. Throws ValidationException with AWS's wording. */
export function parseItem(raw: unknown, depth = 0): Item {
  if (!isRecord(raw)) throw serialization("Unrecognized collection type class java.lang.String");
  const names = Object.keys(raw);
  const item: Record<string, AttributeValue> = {};
  for (const name of names) {
    if (name === "") throw validation("Empty attribute name");
    if (name === "__proto__") return Object.fromEntries(names.map((each) => [each, parseValue(raw[each], depth)]));
    item[name] = parseValue(raw[name], depth);
  }
  return item;
}

/** Checks and normalises one value from the wire; `depth` is how many maps and lists it is in. */
export function parseValue(raw: unknown, depth = 0): AttributeValue {
  if (!isRecord(raw)) throw serialization("Unexpected value type in payload");
  const scalar = parseScalar(raw);
  if (scalar !== undefined) return scalar;
  const present = Object.keys(raw).filter((name) => raw[name] !== undefined && raw[name] !== null);
  const type = present[0];
  if (type === undefined || !isAttributeType(type)) {
    throw validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if (present.length > 1) {
    throw validation(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  return parseTyped(type, raw[type], depth);
}

/** A text or an integer with no other member: what most values are. Anything else is looked at more closely. */
function parseScalar(raw: Readonly<Record<string, unknown>>): AttributeValue | undefined {
  let only: string | undefined;
  for (const name in raw) {
    if (only !== undefined) return undefined;
    only = name;
  }
  if (only !== "S" && only !== "N") return undefined;
  const content = raw[only];
  if (typeof content !== "string") return undefined;
  return only === "S" ? { S: content } : { N: canonicalNumber(content) };
}

function parseTyped(type: AttributeType, content: unknown, depth: number): AttributeValue {
  switch (type) {
    case "S":
      return { S: textOf(content) };
    case "N":
      return { N: canonicalNumber(textOf(content)) };
    case "B":
      return { B: base64Of(content) };
    case "BOOL":
      return { BOOL: content === true || content === "true" };
    case "NULL":
      if (content !== true) throw invalidParameter("Null attribute value types must have the value of true");
      return { NULL: true };
    case "SS":
      return { SS: parseSet("SS", content, textOf) };
    case "NS":
      return { NS: parseSet("NS", content, (member) => canonicalNumber(textOf(member))) };
    case "BS":
      return { BS: parseSet("BS", content, base64Of) };
    case "L":
      return { L: listOf(content).map((member) => parseValue(member, deeper(depth))) };
    case "M":
      return { M: parseItem(content, deeper(depth)) };
  }
}

function deeper(depth: number): number {
  if (depth + 1 >= nestingMax) throw validation("Nesting Levels have exceeded supported limits");
  return depth + 1;
}

function parseSet(type: "SS" | "NS" | "BS", content: unknown, parse: (member: unknown) => string): readonly string[] {
  const members = listOf(content).map(parse);
  if (members.length === 0) {
    throw type === "BS"
      ? invalidParameter("Binary sets should not be empty")
      : invalidParameter(`An ${type === "SS" ? "string" : "number"} set  may not be empty`);
  }
  if (new Set(members).size === members.length) return sortMembers(type, members);
  if (type === "NS") throw validation("Input collection contains duplicates");
  throw type === "SS"
    ? invalidParameter(`Input collection [${members.join(", ")}] contains duplicates.`)
    : invalidParameter("Input collection of type BS contains duplicates.");
}

/** The members of a set in the one order in which they are kept and shown. */
export function sortMembers(type: "SS" | "NS" | "BS", members: readonly string[]): readonly string[] {
  if (members.length < 2) return members;
  const order = { SS: compareText, NS: compareNumbers, BS: compareBinary }[type];
  return [...members].sort(order);
}

function textOf(content: unknown): string {
  if (typeof content !== "string") throw serialization("Unexpected token received from parser");
  return content;
}

function base64Of(content: unknown): string {
  const text = textOf(content);
  if (!base64Form.test(text)) throw serialization("Invalid base64 in a binary value");
  return text;
}

function listOf(content: unknown): readonly unknown[] {
  if (!Array.isArray(content)) throw serialization("Unrecognized collection type");
  return content;
}

function serialization(message: string): Error {
  return Object.assign(validation(message), { code: "SerializationException" });
}

/** Whether a value read from the wire is an object with members. */
export function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

/** Whether two values are the same; sets have no order. */
export function sameValue(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  if ("S" in left) return "S" in right && left.S === right.S;
  if ("N" in left) return "N" in right && left.N === right.N;
  if ("B" in left) return "B" in right && left.B === right.B;
  if ("BOOL" in left) return "BOOL" in right && left.BOOL === right.BOOL;
  if ("NULL" in left) return "NULL" in right;
  if ("SS" in left) return "SS" in right && sameMembers(left.SS, right.SS);
  if ("NS" in left) return "NS" in right && sameMembers(left.NS, right.NS);
  if ("BS" in left) return "BS" in right && sameMembers(left.BS, right.BS);
  if ("M" in left) return "M" in right && sameItem(left.M, right.M);
  if (!("L" in right) || left.L.length !== right.L.length) return false;
  return left.L.every((member, index) => sameValue(member, right.L[index]));
}

/** Whether two items have the same attributes with the same values. */
export function sameItem(left: Item, right: Item): boolean {
  if (left === right) return true;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => sameValue(left[name], attribute(right, name)));
}

function sameMembers(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const members = new Set(left);
  return right.every((member) => members.has(member));
}

/** Orders two values of one scalar type; undefined where they cannot be ordered. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ("S" in left && "S" in right) return compareText(left.S, right.S);
  if ("N" in left && "N" in right) return compareNumbers(left.N, right.N);
  if ("B" in left && "B" in right) return compareBinary(left.B, right.B);
  return undefined;
}

/** Orders two texts as their UTF-8 bytes, which differs from JavaScript's order beyond U+D800 only. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  let index = 0;
  while (index < shorter && left.charCodeAt(index) === right.charCodeAt(index)) index += 1;
  if (index === shorter) return left.length - right.length;
  return utf8Rank(left.charCodeAt(index)) - utf8Rank(right.charCodeAt(index));
}

/** Surrogates stand for characters above the whole basic plane. */
function utf8Rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** Orders two base64 texts by the bytes that they stand for. */
export function compareBinary(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left, "base64"), Buffer.from(right, "base64"));
}

/** What an item weighs by DynamoDB's rules, bytes: names and values. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value !== undefined) bytes += textBytes(name) + valueBytes(value);
  }
  return bytes;
}

/** What a value weighs, bytes. */
export function valueBytes(value: AttributeValue): number {
  if ("S" in value) return textBytes(value.S);
  if ("N" in value) return numberBytes(value.N);
  if ("B" in value) return Buffer.byteLength(value.B, "base64");
  if ("BOOL" in value || "NULL" in value) return 1;
  if ("SS" in value) return total(value.SS, textBytes);
  if ("NS" in value) return total(value.NS, numberBytes);
  if ("BS" in value) return total(value.BS, (member) => Buffer.byteLength(member, "base64"));
  if ("L" in value) return 3 + value.L.reduce((bytes, member) => bytes + 1 + valueBytes(member), 0);
  return 3 + Object.keys(value.M).length + itemBytes(value.M);
}

function textBytes(text: string): number {
  const { length } = text;
  if (length > asciiLooked) return Buffer.byteLength(text, "utf8");
  for (let index = 0; index < length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return Buffer.byteLength(text, "utf8");
  }
  return length;
}

function total(members: readonly string[], weigh: (member: string) => number): number {
  return members.reduce((bytes, member) => bytes + weigh(member), 0);
}
