import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml";
import { AwsError } from "../../../core/errors.ts";
import { escapeXml } from "../../../http/query-protocol.ts";
import { isProperties } from "../../inputs.ts";
import { timeFields } from "./fields.ts";

/** The namespace of S3's documents. */
const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Lists whose elements stand in the document one after the other, by the name of one element. */
const flatLists: Readonly<Record<string, string>> = {
  CommonPrefixes: "CommonPrefixes",
  ChecksumAlgorithm: "ChecksumAlgorithm",
  Contents: "Contents",
  Deleted: "Deleted",
  DeleteMarkers: "DeleteMarker",
  Errors: "Error",
  NoncurrentVersionTransitions: "NoncurrentVersionTransition",
  Objects: "Object",
  Parts: "Part",
  Rules: "Rule",
  Transitions: "Transition",
  Uploads: "Upload",
  Versions: "Version",
};

/** Lists within an element of their own. */
const wrappedLists: Readonly<Record<string, readonly [wrapper: string, element: string]>> = {
  Buckets: ["Buckets", "Bucket"],
  Grants: ["AccessControlList", "Grant"],
  TagSet: ["TagSet", "Tag"],
};

const listNames = new Map(Object.entries(flatLists).map(([list, element]) => [element, list]));

/** In these documents `Rule` is one, not one of many. */
const singleRule: ReadonlySet<string> = new Set(["ObjectLockConfiguration"]);

const flags: ReadonlySet<string> = new Set([
  "BlockPublicAcls",
  "BlockPublicPolicy",
  "BucketKeyEnabled",
  "ExpiredObjectDeleteMarker",
  "IgnorePublicAcls",
  "Quiet",
  "RestrictPublicBuckets",
]);

const numbers: ReadonlySet<string> = new Set([
  "Days",
  "DaysAfterInitiation",
  "NewerNoncurrentVersions",
  "NoncurrentDays",
  "Years",
]);

/** Reads a request's document into the fields of the API. Throws `MalformedXML`. */
export function readDocument(text: string): Readonly<Record<string, unknown>> {
  try {
    const { root } = parseXml(text);
    if (root === null) throw malformed();
    const value = valueOf(root, singleRule.has(root.name));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (fault) {
    if (fault instanceof XmlError) throw malformed();
    throw fault;
  }
}

function valueOf(element: XmlElement, hasOneRule: boolean): unknown {
  const children = element.children.filter((child) => child instanceof XmlElement);
  if (element.name === "TagSet") return children.map((child) => valueOf(child, hasOneRule));
  if (children.length === 0) return leafOf(element);
  const fields: Record<string, unknown> = {};
  for (const child of children) {
    const list = child.name === "Rule" && hasOneRule ? undefined : listNames.get(child.name);
    const value = valueOf(child, hasOneRule);
    if (list === undefined) fields[child.name] = value;
    else {
      const before = fields[list];
      fields[list] = Array.isArray(before) ? [...before, value] : [value];
    }
  }
  return fields;
}

function leafOf({ name, text }: XmlElement): unknown {
  if (flags.has(name)) return text.trim() === "true";
  if (numbers.has(name)) return Number(text);
  // An empty filter stands for everything, an empty key for a mistake: both are texts here but for the first.
  return ["Filter", "And", "LoggingEnabled"].includes(name) && text.trim() === "" ? {} : text;
}

/** A document with the fields of an answer. */
export function writeDocument(root: string, fields: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${elements(fields)}</${root}>`;
}

/** Fields as elements; what is undefined is left out. */
export function elements(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => (value === undefined ? "" : element(name, value)))
    .join("");
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const [wrapper, one] = wrappedLists[name] ?? [undefined, flatLists[name] ?? name];
    const list = value.map((item) => wrap(one, item)).join("");
    return wrapper === undefined ? list : `<${wrapper}>${list}</${wrapper}>`;
  }
  if (timeFields.has(name) && typeof value === "number") return wrap(name, isoTime(value));
  return wrap(name, value);
}

function wrap(name: string, value: unknown): string {
  const inner = isProperties(value) ? elements(value) : escapeXml(textOf(value));
  return name === "Grantee"
    ? `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${inner}</Grantee>`
    : `<${name}>${inner}</${name}>`;
}

/** A text, a number or a flag as it stands in a document or a header. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** S3 knows whole seconds. */
function isoTime(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}

function malformed(): AwsError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new AwsError("MalformedXML", message);
}
