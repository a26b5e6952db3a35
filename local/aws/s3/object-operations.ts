import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import type { Bucket, Content, Digests, Draft, Encryption, ObjectVersion } from "./bucket.ts";
import { md5Hex } from "./checksums.ts";
import { shownEncryption } from "./encryption.ts";
import { bodyOf, checkedDigests, checkedTags, draftOf, keptHeaders, shownDigests } from "./incoming.ts";
import { changeRetention, noLockOnObject, parseHold, parseRetention, requireLockable } from "./object-lock.ts";
import { flagOf, keyOf, readVersion, shownVersion, targetBucket, type Operation, type Output } from "./operation.ts";
import { judgeRead, judgeWrite, parseRange } from "./preconditions.ts";

/** PutObject. */
export function putObject(operation: Operation): Output {
  const { kernel, store, input } = operation;
  const bucket = targetBucket(operation);
  const key = keyOf(input);
  const draft = draftOf(operation, bucket);
  const body = bodyOf(input);
  const isLocked = draft.retention !== undefined || draft.legalHold;
  const digests = { type: "FULL_OBJECT", values: checkedDigests(input, body, isLocked) } as const;
  judgeWrite(input, key, bucket.objects.get(key)?.[0]?.content);
  const etag = etagOf(kernel, draft.encryption, md5Hex(body));
  const version = store.add(bucket, key, contentOf(draft, body, etag, digests, 0), draft);
  return {
    ETag: `"${etag}"`,
    ...shownVersion(bucket, version),
    ...shownEncryption(draft.encryption),
    ...shownDigests(digests),
  };
}

/** What is kept of a draft once its bytes are there. */
export function contentOf(draft: Draft, body: Buffer, etag: string, digests: Digests, parts: number): Content {
  const { headers, metadata, encryption, storageClass } = draft;
  return { headers, metadata, encryption, storageClass, body, etag, digests, parts };
}

/** An ETag is the MD5 of what is kept in S3's own encryption; under KMS it is anything. */
export function etagOf(kernel: Kernel, { keyArn }: Encryption, md5: string): string {
  return keyArn === undefined ? md5 : randomHex(kernel, 16);
}

/** GetObject. */
export function getObject(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const { version, content } = readVersion(bucket, input);
  judgeRead(input, version, content);
  const { body } = content;
  const range = parseRange(input.text("Range"), body.length);
  const part = range === undefined ? body : body.subarray(range.first, range.last + 1);
  return {
    ...describe(operation, bucket, version, content, range === undefined),
    ContentLength: part.length,
    ...(range !== undefined && { ContentRange: `bytes ${range.first}-${range.last}/${body.length}` }),
    Body: part,
  };
}

/** HeadObject. */
export function headObject(operation: Operation): Output {
  const { Body: _, ...head } = getObject(operation);
  return head;
}

function describe(
  { input }: Operation,
  bucket: Bucket,
  { modifiedMs, versionId, retention, legalHold, tags }: ObjectVersion,
  content: Content,
  isWhole: boolean,
): Output {
  const { headers, metadata, encryption, digests, etag, storageClass, parts } = content;
  const asked = isWhole && input.text("ChecksumMode") === "ENABLED";
  const tagCount = Object.keys(tags).length;
  return {
    AcceptRanges: "bytes",
    ContentType: "binary/octet-stream",
    ...headers,
    ...overrides(input),
    Metadata: metadata,
    ETag: `"${etag}"`,
    LastModified: modifiedMs,
    ...shownVersion(bucket, { versionId }),
    ...shownEncryption(encryption),
    ...(asked && shownDigests(digests)),
    ...(storageClass !== "STANDARD" && { StorageClass: storageClass }),
    ...(parts > 0 && input.text("PartNumber") !== undefined && { PartsCount: parts }),
    ...(tagCount > 0 && { TagCount: tagCount }),
    ...(retention !== undefined && {
      ObjectLockMode: retention.mode,
      ObjectLockRetainUntilDate: new Date(retention.untilMs).toISOString(),
    }),
    ...(legalHold && { ObjectLockLegalHoldStatus: "ON" }),
  };
}

/** What of the kept headers the request wants to have otherwise. */
function overrides(input: Reader): Output {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = input.text(`Response${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** GetObjectRetention. */
export function getRetention(operation: Operation): Output {
  const { retention } = lockable(operation);
  if (retention === undefined) throw noLockOnObject();
  return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.untilMs).toISOString() } };
}

/** PutObjectRetention; an empty one takes it away. */
export function putRetention(operation: Operation): Output {
  const { kernel, input } = operation;
  const version = lockable(operation);
  const given = input.child("Retention");
  const mode = given?.text("Mode");
  const now = kernel.now();
  const next = mode === undefined ? undefined : parseRetention(mode, given?.text("RetainUntilDate") ?? "", now);
  changeRetention(version, next, now, flagOf(input, "BypassGovernanceRetention"));
  return {};
}

/** GetObjectLegalHold. */
export function getLegalHold(operation: Operation): Output {
  return { LegalHold: { Status: lockable(operation).legalHold ? "ON" : "OFF" } };
}

/** PutObjectLegalHold. */
export function putLegalHold(operation: Operation): Output {
  const version = lockable(operation);
  version.legalHold = parseHold(operation.input.child("LegalHold")?.text("Status") ?? "");
  return {};
}

function lockable(operation: Operation): ObjectVersion {
  const bucket = targetBucket(operation);
  requireLockable(bucket);
  return readVersion(bucket, operation.input).version;
}

/** GetObjectTagging. */
export function getTagging(operation: Operation): Output {
  const bucket = targetBucket(operation);
  const { version } = readVersion(bucket, operation.input);
  return {
    ...shownVersion(bucket, version),
    TagSet: Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** PutObjectTagging. */
export function putTagging(operation: Operation): Output {
  const bucket = targetBucket(operation);
  const { version } = readVersion(bucket, operation.input);
  const tags = operation.input.child("Tagging")?.children("TagSet") ?? [];
  version.tags = checkedTags(tags.map((tag) => [tag.text("Key") ?? "", tag.text("Value") ?? ""]));
  return shownVersion(bucket, version);
}

/** DeleteObjectTagging. */
export function deleteTagging(operation: Operation): Output {
  const bucket = targetBucket(operation);
  const { version } = readVersion(bucket, operation.input);
  version.tags = {};
  return shownVersion(bucket, version);
}
