import { merkleRoot, sha256 } from "./archive-merkle.ts";
import { parseCellName, type CellName } from "./ids.ts";
import { ok, refuse, type Result } from "./result.ts";

/** An object of the archive as it was when it was sealed. */
export interface SealedObject {
  readonly key: string;
  /** S3's id of the version: another one under the same key is another object. */
  readonly version: string;
  readonly bytes: number;
  /** Of the bytes as they are stored, 64 hex digits. */
  readonly sha256: string;
}

/** What seals some objects of a cell's archive, and names the manifest before it. */
export interface Manifest {
  readonly cell: CellName;
  /** Counts a cell's manifests, from 1. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly sealedAt: string;
  /** The digest of the manifest before, or of none: 64 zeros. */
  readonly previous: string;
  /** In the order of their keys. */
  readonly objects: readonly SealedObject[];
  /** The Merkle root over the objects' lines, 64 hex digits. */
  readonly root: string;
}

/** A manifest with the text that it stands in, and the digest of that text. */
export interface SealedManifest {
  readonly manifest: Manifest;
  readonly text: string;
  readonly digest: string;
}

/** What the first manifest names as the one before. */
export const NO_MANIFEST = "0".repeat(64);

const FORM = "payment-cells/archive/1";
const HASH = /^[0-9a-f]{64}$/;
const PREFIX = "manifests/";
const DIGITS = 12;

/** Where journal objects of a day lie, and those that could not be delivered as they should: "2026-03-01". */
export function dayPrefixes(day: string): readonly [journal: string, errors: string] {
  const path = day.replaceAll("-", "/");
  return [`${JOURNAL_PREFIX}${path}/`, `${ERROR_PREFIX}${path}/`];
}

/** What the keys of delivered objects begin with. */
export const JOURNAL_PREFIX = "journal/";
/** What the keys of records begin with that could not be delivered as they should. */
export const ERROR_PREFIX = "errors/";
/** What the keys of manifests begin with. */
export const MANIFEST_PREFIX = PREFIX;

/** A number as it stands in keys, so that their order is its own. */
export function sequenceText(sequence: number): string {
  return String(sequence).padStart(DIGITS, "0");
}

/** Where a manifest lies: there is one place for each, so that whoever is second finds it taken. */
export function manifestKey(sequence: number): string {
  return `${PREFIX}${sequenceText(sequence)}.json`;
}

/** The manifest that a key names; undefined where it names none. */
export function sequenceOf(key: string): number | undefined {
  const [, digits] = /^manifests\/(\d{12})\.json$/.exec(key) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The Merkle root over objects: a leaf is an object's line as the manifest has it. */
export function rootOf(objects: readonly SealedObject[]): string {
  return merkleRoot(objects.map((object) => Buffer.from(objectText(object))));
}

/** Seals objects behind the manifest `before`, or as the first one. */
export function sealObjects(
  cell: CellName,
  before: Pick<SealedManifest, "digest" | "manifest"> | undefined,
  objects: readonly SealedObject[],
  sealedAt: string,
): SealedManifest {
  const sorted = objects.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const manifest: Manifest = {
    cell,
    sequence: (before?.manifest.sequence ?? 0) + 1,
    sealedAt,
    previous: before?.digest ?? NO_MANIFEST,
    objects: sorted,
    root: rootOf(sorted),
  };
  const text = manifestText(manifest);
  return { manifest, text, digest: sha256(text) };
}

/** A manifest as it is written: one line for each object, so that people and `sha256sum` can read it too. */
function manifestText(manifest: Manifest): string {
  const { cell, sequence, sealedAt, previous, objects, root } = manifest;
  const head = JSON.stringify({ form: FORM, cell, sequence, sealedAt, previous, root });
  return `${head.slice(0, -1)},"objects":[\n${objects.map(objectText).join(",\n")}\n]}\n`;
}

function objectText({ key, version, bytes, sha256: digest }: SealedObject): string {
  return JSON.stringify({ key, version, bytes, sha256: digest });
}

/** Reads a manifest. Refused with what is wrong about a text that this program would not have written like that. */
export function parseManifest(text: string): Result<SealedManifest, string> {
  const read = readFields(text);
  const cell = parseCellName(typeof read["cell"] === "string" ? read["cell"] : "");
  const { sequence, sealedAt, previous, root, objects } = read;
  if (read["form"] !== FORM || !cell.ok) return refuse("it is no manifest of this form");
  if (typeof sequence !== "number" || typeof sealedAt !== "string") return refuse("it has no sequence or time");
  if (!isHash(previous) || !isHash(root)) return refuse("it names no root, or no manifest before it");
  const sealed = Array.isArray(objects) ? objects.map(objectFrom) : [];
  const whole = sealed.filter((object) => object !== undefined);
  const manifest = { cell: cell.value, sequence, sealedAt, previous, root, objects: whole };
  if (manifestText(manifest) !== text) return refuse("it is not written as manifests are");
  return ok({ manifest, text, digest: sha256(text) });
}

function readFields(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function objectFrom(value: unknown): SealedObject | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { key, version, bytes, sha256: digest }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof key !== "string" || typeof version !== "string" || typeof bytes !== "number") return undefined;
  return isHash(digest) ? { key, version, bytes, sha256: digest } : undefined;
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && HASH.test(value);
}
