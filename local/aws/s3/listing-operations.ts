import type { Reader } from "../inputs.ts";
import type { Bucket, ObjectVersion } from "./bucket.ts";
import { invalidArgument } from "./errors.ts";
import { targetBucket, type Operation, type Output } from "./operation.ts";
import { compareKeys, keysOf } from "./store.ts";

/** The most that one page lists. */
const pageMax = 1000;

/** What a listing asks for. */
interface Wanted {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly most: number;
  /** Url-encodes keys, as clients ask who cannot read every character in XML. */
  shown(key: string): string;
}

/** One page: whole keys and prefixes, in order, and where the next one starts. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly prefixes: readonly string[];
  readonly isTruncated: boolean;
}

/** ListObjectsV2. */
export function listObjectsV2(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const wanted = wantedOf(input, "MaxKeys");
  const token = input.text("ContinuationToken");
  const after = token === undefined ? input.text("StartAfter") : fromToken(token);
  const { rows, prefixes, isTruncated } = page(currentObjects(bucket), wanted, after ?? "");
  const last = lastOf(rows, prefixes);
  const startAfter = input.text("StartAfter");
  return {
    ...common(bucket, input, wanted),
    ...(startAfter !== undefined && { StartAfter: wanted.shown(startAfter) }),
    ...(token !== undefined && { ContinuationToken: token }),
    KeyCount: rows.length + prefixes.length,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: Buffer.from(last).toString("base64") }),
    Contents: rows.map((version) => entryOf(version, wanted)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: wanted.shown(prefix) })),
  };
}

/** ListObjects, the first version. */
export function listObjects(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const wanted = wantedOf(input, "MaxKeys");
  const marker = input.text("Marker") ?? "";
  const { rows, prefixes, isTruncated } = page(currentObjects(bucket), wanted, marker);
  const hasNext = isTruncated && wanted.delimiter !== undefined;
  return {
    ...common(bucket, input, wanted),
    Marker: wanted.shown(marker),
    IsTruncated: isTruncated,
    ...(hasNext && { NextMarker: wanted.shown(lastOf(rows, prefixes)) }),
    Contents: rows.map((version) => entryOf(version, wanted)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: wanted.shown(prefix) })),
  };
}

/** ListObjectVersions: every version of a key, the newest first. */
export function listVersions(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const wanted = wantedOf(input, "MaxKeys");
  const [keyMarker = "", versionMarker] = [input.text("KeyMarker"), input.text("VersionIdMarker")];
  if (versionMarker !== undefined && keyMarker === "") {
    throw invalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker");
  }
  const { rows, prefixes, isTruncated } = page(allVersions(bucket, keyMarker, versionMarker), wanted, keyMarker);
  const lastRow = rows.at(-1);
  const last = lastOf(rows, prefixes);
  const shown = rows.map((version) => {
    const isLatest = bucket.objects.get(version.key)?.[0] === version;
    return { version, row: { ...entryOf(version, wanted), VersionId: version.versionId, IsLatest: isLatest } };
  });
  return {
    ...common(bucket, input, wanted),
    KeyMarker: wanted.shown(keyMarker),
    VersionIdMarker: versionMarker ?? "",
    IsTruncated: isTruncated,
    ...(isTruncated && {
      NextKeyMarker: wanted.shown(last),
      ...(lastRow?.key === last && { NextVersionIdMarker: lastRow.versionId }),
    }),
    Versions: shown.flatMap(({ version, row }) => (version.content === undefined ? [] : [row])),
    DeleteMarkers: shown.flatMap(({ version, row }) => (version.content === undefined ? [row] : [])),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: wanted.shown(prefix) })),
  };
}

/** Reads what every listing of keys asks for. Throws `InvalidArgument`. */
export function wantedOf(input: Reader, limit: string): Wanted {
  const encoding = input.text("EncodingType");
  if (encoding !== undefined && encoding !== "url") {
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type");
  }
  const most = Number(input.properties[limit] ?? pageMax);
  if (!Number.isInteger(most) || most < 0) {
    throw invalidArgument("Provided max-keys not an integer or within integer range", "max-keys");
  }
  return {
    prefix: input.text("Prefix") ?? "",
    delimiter: input.text("Delimiter") || undefined,
    most: Math.min(most, pageMax),
    shown: encoding === undefined ? (key) => key : (key) => encodeURIComponent(key).replaceAll("%2F", "/"),
  };
}

function common({ name }: Bucket, input: Reader, { prefix, delimiter, most, shown }: Wanted): Output {
  const encoding = input.text("EncodingType");
  return {
    Name: name,
    Prefix: shown(prefix),
    ...(delimiter !== undefined && { Delimiter: shown(delimiter) }),
    ...(encoding !== undefined && { EncodingType: encoding }),
    MaxKeys: most,
  };
}

/** Rows in their order, those after `after`; keys with the delimiter behind the prefix are drawn together. */
function page<Row extends { readonly key: string }>(
  rows: Iterable<Row & { readonly mayRepeat?: boolean }>,
  { prefix, delimiter, most }: Wanted,
  after: string,
): Page<Row> {
  const found: Row[] = [];
  const prefixes: string[] = [];
  for (const row of rows) {
    const { key } = row;
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    const shared = end < 0 || delimiter === undefined ? undefined : key.slice(0, end + delimiter.length);
    const isPast = row.mayRepeat === true || (shared !== after && compareKeys(key, after) > 0);
    if (!isPast || (shared !== undefined && prefixes.at(-1) === shared)) continue;
    if (found.length + prefixes.length >= most) return { rows: found, prefixes, isTruncated: most > 0 };
    if (shared === undefined) found.push(row);
    else prefixes.push(shared);
  }
  return { rows: found, prefixes, isTruncated: false };
}

function currentObjects(bucket: Bucket): readonly ObjectVersion[] {
  return keysOf(bucket).flatMap((key) => {
    const [newest] = bucket.objects.get(key) ?? [];
    return newest?.content === undefined ? [] : [newest];
  });
}

/** Every version; those of the marker's key only where they are older than the marker's version. */
function allVersions(bucket: Bucket, keyMarker: string, versionMarker: string | undefined) {
  return keysOf(bucket).flatMap((key): readonly (ObjectVersion & { readonly mayRepeat?: boolean })[] => {
    const versions = bucket.objects.get(key) ?? [];
    if (key !== keyMarker || versionMarker === undefined) return versions;
    const from = versions.findIndex(({ versionId }) => versionId === versionMarker) + 1;
    return from === 0 ? [] : versions.slice(from).map((version) => ({ ...version, mayRepeat: true }));
  });
}

function entryOf({ key, modifiedMs, content }: ObjectVersion, { shown }: Wanted): Output {
  const head = { Key: shown(key), LastModified: modifiedMs };
  if (content === undefined) return head;
  const { etag, body, storageClass, digests } = content;
  const checksums = { ChecksumAlgorithm: Object.keys(digests.values), ChecksumType: digests.type };
  return { ...head, ETag: `"${etag}"`, ...checksums, Size: body.length, StorageClass: storageClass };
}

function lastOf(rows: readonly { readonly key: string }[], prefixes: readonly string[]): string {
  const [row = "", prefix = ""] = [rows.at(-1)?.key, prefixes.at(-1)];
  return compareKeys(row, prefix) > 0 ? row : prefix;
}

function fromToken(token: string): string {
  const key = Buffer.from(token, "base64");
  if (token === "" || key.toString("base64") !== token) {
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token");
  }
  return key.toString();
}
