import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import { versioningOf, type Bucket, type Draft, type ObjectVersion } from "./bucket.ts";
import { noSuchBucket } from "./errors.ts";

/** What the local cloud keeps of objects and parts together unless it is told otherwise, bytes: they are in memory. */
export const storedBytesMax = 256 * 1024 * 1024;

/** All buckets of the account. */
export interface BucketStore {
  /** Throws `BucketAlreadyOwnedByYou`. */
  create(name: string, region: string, objectLock: boolean): Bucket;
  find(name: string): Bucket | undefined;
  /** Throws `NoSuchBucket`. */
  get(name: string): Bucket;
  all(): readonly Bucket[];
  /** With its unfinished uploads. Throws `BucketNotEmpty`. */
  remove(bucket: Bucket): void;
  /** Puts a version on top of its key. Throws where the memory is full. */
  add(bucket: Bucket, key: string, content: ObjectVersion["content"], own?: OwnFacts): ObjectVersion;
  drop(bucket: Bucket, version: ObjectVersion): void;
  /** Accounts for `bytes` that are kept outside of objects, or are no more. Throws where the memory is full. */
  charge(bytes: number): void;
}

type OwnFacts = Pick<Draft, "retention" | "legalHold" | "tags">;

/** An account without buckets. */
export function createBucketStore(kernel: Kernel, bytesMax: number): BucketStore {
  const buckets = new Map<string, Bucket>();
  let storedBytes = 0;
  const charge = (bytes: number): void => {
    if (bytes > 0 && storedBytes + bytes > bytesMax) throw memoryFull(bytesMax);
    storedBytes += bytes;
  };
  const drop = (bucket: Bucket, version: ObjectVersion): void => {
    const left = (bucket.objects.get(version.key) ?? []).filter((one) => one !== version);
    charge(-(version.content?.body.length ?? 0));
    if (left.length > 0) bucket.objects.set(version.key, left);
    else {
      bucket.objects.delete(version.key);
      bucket.sortedKeys = undefined;
    }
  };
  return {
    create(name, region, objectLock) {
      if (buckets.has(name)) throw alreadyOwned();
      const bucket = emptyBucket(name, region, kernel.now());
      if (objectLock) {
        bucket.settings.set("versioning", { versioningConfiguration: { status: "Enabled" } });
        bucket.settings.set("objectLock", { objectLockEnabled: "Enabled" });
      }
      buckets.set(name, bucket);
      return bucket;
    },
    find: (name) => buckets.get(name),
    get(name) {
      const bucket = buckets.get(name);
      if (bucket === undefined) throw noSuchBucket(name);
      return bucket;
    },
    all: () => [...buckets.values()],
    remove(bucket) {
      if (bucket.objects.size > 0) throw notEmpty();
      for (const { parts } of bucket.uploads.values()) for (const { body } of parts.values()) charge(-body.length);
      buckets.delete(bucket.name);
    },
    add(bucket, key, content, own = { retention: undefined, legalHold: false, tags: {} }) {
      charge(content?.body.length ?? 0);
      const versionId = versioningOf(bucket) === "Enabled" ? randomHex(kernel, 16) : "null";
      const replaced = bucket.objects.get(key)?.find((version) => version.versionId === versionId);
      if (replaced !== undefined) drop(bucket, replaced);
      const version = { key, versionId, modifiedMs: kernel.now(), content, ...own };
      const older = bucket.objects.get(key);
      if (older === undefined) bucket.sortedKeys = undefined;
      bucket.objects.set(key, [version, ...(older ?? [])]);
      return version;
    },
    drop,
    charge,
  };
}

/** What a new bucket has without being told. Source: S3 User Guide, "Default settings for new S3 buckets". */
function emptyBucket(name: string, region: string, createdMs: number): Bucket {
  const blocked = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true };
  return {
    name,
    region,
    createdMs,
    settings: new Map([
      ["publicAccess", { ...blocked, restrictPublicBuckets: true }],
      ["ownership", { rule: { objectOwnership: "BucketOwnerEnforced" } }],
    ]),
    tags: {},
    objects: new Map(),
    uploads: new Map(),
    sortedKeys: undefined,
  };
}

/** The keys of a bucket in the order in which S3 lists them, that of their UTF-8 bytes. */
export function keysOf(bucket: Bucket): readonly string[] {
  bucket.sortedKeys ??= [...bucket.objects.keys()].toSorted(compareKeys);
  return bucket.sortedKeys;
}

/** Whether a key comes before another (below 0), in the order of their UTF-8 bytes. */
export function compareKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function alreadyOwned(): AwsError {
  const message = "Your previous request to create the named bucket succeeded and you already own it.";
  return new AwsError("BucketAlreadyOwnedByYou", message, 409);
}

function notEmpty(): AwsError {
  return new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
}

function memoryFull(bytesMax: number): AwsError {
  const message =
    `The local cloud keeps objects in memory, ${bytesMax} bytes of all buckets together, and they are used up; ` +
    "see docs/local-differences.md.";
  return new AwsError("LocalStorageFull", message, 400);
}
