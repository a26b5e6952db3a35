import type { AttributeValue, Item } from "./values.ts";

/** What items of the same attributes and types have in common: everything but their values. */
export interface ItemShape {
  /** Writes the values of an item of this shape down. */
  pack(item: Item): string;
  unpack(values: string): Item;
}

/** One node of a shape: a value's type, and its parts where it has some. */
type Node =
  | { readonly type: "S" | "N" | "B" }
  | { readonly type: "SS" | "NS" | "BS"; readonly count: number }
  | { readonly type: "L"; readonly members: readonly Node[] }
  | { readonly type: "M"; readonly names: readonly string[]; readonly members: readonly Node[] }
  | { readonly type: "constant"; readonly value: AttributeValue };

/** Where values are being read. */
interface Cursor {
  readonly values: string;
  at: number;
}

const shapesMax = 2_000;
const signatureMax = 2_000;
/** Lengths from here on are written in digits, after this as a character. */
const longFrom = 255;

const shapes = new Map<string, ItemShape>();

/** For what is odd: few items of one shape, or more shapes than it pays to remember. */
const anyShape: ItemShape = {
  pack: (item) => JSON.stringify(item),
  // Written by `pack`.
  unpack: (values) => JSON.parse(values) as Item,
};

/** The shape of an item. */
export function shapeOf(item: Item): ItemShape {
  const signature = signatureOf(item);
  // A member of this name would have to be defined, not assigned.
  if (signature.length > signatureMax || signature.includes("__proto__")) return anyShape;
  return shapes.get(signature) ?? remembered(signature, item);
}

function remembered(signature: string, item: Item): ItemShape {
  if (shapes.size >= shapesMax) return anyShape;
  const root = nodeOf({ M: item });
  const shape: ItemShape = {
    pack(one) {
      const parts: string[] = [];
      packValue({ M: one }, parts);
      return parts.join("");
    },
    unpack(values) {
      const value = unpackValue(root, { values, at: 0 });
      return "M" in value ? value.M : {};
    },
  };
  shapes.set(signature, shape);
  return shape;
}

/** Names and types in one text; no two shapes share one, since every name comes with its length. */
function signatureOf(item: Item): string {
  let signature = "";
  for (const name of Object.keys(item)) signature += `${name.length}:${name}${signatureOfValue(item[name])}`;
  return signature;
}

function signatureOfValue(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  if ("S" in value) return "S";
  if ("N" in value) return "N";
  if ("M" in value) return `M${Object.keys(value.M).length}(${signatureOf(value.M)}`;
  if ("BOOL" in value) return value.BOOL ? "t" : "f";
  if ("L" in value) return `L${value.L.length}(${value.L.map(signatureOfValue).join("")}`;
  if ("B" in value) return "B";
  if ("NULL" in value) return "0";
  if ("SS" in value) return `s${value.SS.length}(`;
  return "NS" in value ? `n${value.NS.length}(` : `b${value.BS.length}(`;
}

function nodeOf(value: AttributeValue): Node {
  if ("S" in value) return { type: "S" };
  if ("N" in value) return { type: "N" };
  if ("B" in value) return { type: "B" };
  if ("SS" in value) return { type: "SS", count: value.SS.length };
  if ("NS" in value) return { type: "NS", count: value.NS.length };
  if ("BS" in value) return { type: "BS", count: value.BS.length };
  if ("L" in value) return { type: "L", members: value.L.map(nodeOf) };
  if ("M" in value) return { type: "M", names: Object.keys(value.M), members: Object.values(value.M).map(nodeOf) };
  return { type: "constant", value };
}

function packValue(value: AttributeValue, parts: string[]): void {
  if ("S" in value) packText(value.S, parts);
  else if ("N" in value) packText(value.N, parts);
  else if ("B" in value) packText(value.B, parts);
  else if ("M" in value) for (const member of Object.values(value.M)) packValue(member, parts);
  else if ("L" in value) for (const member of value.L) packValue(member, parts);
  else if ("SS" in value) for (const member of value.SS) packText(member, parts);
  else if ("NS" in value) for (const member of value.NS) packText(member, parts);
  else if ("BS" in value) for (const member of value.BS) packText(member, parts);
}

function packText(text: string, parts: string[]): void {
  const { length } = text;
  parts.push(length < longFrom ? String.fromCharCode(length) : `${String.fromCharCode(longFrom)}${length}:`, text);
}

function unpackValue(node: Node, cursor: Cursor): AttributeValue {
  switch (node.type) {
    case "S":
      return { S: unpackText(cursor) };
    case "N":
      return { N: unpackText(cursor) };
    case "B":
      return { B: unpackText(cursor) };
    case "SS":
      return { SS: unpackTexts(node.count, cursor) };
    case "NS":
      return { NS: unpackTexts(node.count, cursor) };
    case "BS":
      return { BS: unpackTexts(node.count, cursor) };
    case "L":
      return { L: node.members.map((member) => unpackValue(member, cursor)) };
    case "M":
      return { M: unpackMembers(node.names, node.members, cursor) };
    case "constant":
      return node.value;
  }
}

function unpackMembers(names: readonly string[], members: readonly Node[], cursor: Cursor): Item {
  const item: Record<string, AttributeValue> = {};
  for (let index = 0; index < members.length; index += 1) {
    const [name, member] = [names[index], members[index]];
    if (name !== undefined && member !== undefined) item[name] = unpackValue(member, cursor);
  }
  return item;
}

function unpackTexts(count: number, cursor: Cursor): readonly string[] {
  const texts: string[] = [];
  while (texts.length < count) texts.push(unpackText(cursor));
  return texts;
}

function unpackText(cursor: Cursor): string {
  const { values } = cursor;
  let length = values.charCodeAt(cursor.at);
  cursor.at += 1;
  if (length === longFrom) {
    const end = values.indexOf(":", cursor.at);
    length = Number(values.slice(cursor.at, end));
    cursor.at = end + 1;
  }
  cursor.at += length;
  return values.slice(cursor.at - length, cursor.at);
}
