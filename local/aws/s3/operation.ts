import type { Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import type { Bucket, Content, ObjectVersion } from "./bucket.ts";
import { accessDenied, invalidArgument, noSuchKey, noSuchVersion } from "./errors.ts";
import type { BucketStore } from "./store.ts";

/** What an operation answers: the fields of the API, bytes as a `Buffer`, dates as milliseconds. */
export type Output = Readonly<Record<string, unknown>>;

/** Everything an operation works with. */
export interface Operation {
  readonly kernel: Kernel;
  readonly store: BucketStore;
  readonly keys: KeyUses;
  readonly call: Call;
  readonly input: Reader;
}

/** The bucket that a call is about. Throws `NoSuchBucket`, and `PermanentRedirect` where it lies in another region. */
export function targetBucket({ store, call, input }: Pick<Operation, "store" | "call" | "input">): Bucket {
  const bucket = store.get(input.requiredText("Bucket"));
  if (bucket.region !== call.region) throw permanentRedirect(bucket);
  const owner = input.text("ExpectedBucketOwner") ?? call.caller.accountId;
  if (owner !== call.caller.accountId) throw accessDenied("Access Denied");
  return bucket;
}

/** The version that a call names, else the newest, be it a delete marker; undefined where there is none. */
export function findVersion(bucket: Bucket, input: Reader): ObjectVersion | undefined {
  const key = keyOf(input);
  const versions = bucket.objects.get(key) ?? [];
  const versionId = input.text("VersionId");
  if (versionId === undefined) return versions[0];
  if (versionId === "") throw invalidArgument("Version id cannot be the empty string", "versionId");
  return versions.find((version) => version.versionId === versionId);
}

/** The object that a call reads. Throws `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a marker. */
export function readVersion(bucket: Bucket, input: Reader): { version: ObjectVersion; content: Content } {
  const key = keyOf(input);
  const versionId = input.text("VersionId");
  const version = findVersion(bucket, input);
  if (version === undefined) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  const { content } = version;
  if (content !== undefined) return { version, content };
  const marker = { DeleteMarker: true, VersionId: version.versionId };
  if (versionId === undefined) throw new AwsError("NoSuchKey", noSuchKey(key).message, 404, { Key: key, ...marker });
  const message = "The specified method is not allowed against this resource.";
  throw new AwsError("MethodNotAllowed", message, 405, { Method: "GET", ResourceType: "DeleteMarker", ...marker });
}

/** The key that a call names. Throws `KeyTooLongError`. */
export function keyOf(input: Reader): string {
  const key = input.requiredText("Key");
  const bytes = Buffer.byteLength(key);
  if (bytes <= 1024) return key;
  throw new AwsError("KeyTooLongError", "Your key is too long", 400, { Size: bytes, MaxSizeAllowed: 1024 });
}

/** The version's id as answers have it: left out in a bucket that never kept versions. */
export function shownVersion(bucket: Bucket, version: Pick<ObjectVersion, "versionId">): Output {
  return bucket.settings.has("versioning") ? { VersionId: version.versionId } : {};
}

/** Reads a flag that a client may send as text. */
export function flagOf(input: Reader, key: string): boolean {
  const value = input.properties[key];
  return value === true || value === "true";
}

function permanentRedirect({ name, region }: Bucket): AwsError {
  const message =
    "The bucket you are attempting to access must be addressed using the specified endpoint. " +
    "Please send all future requests to this endpoint.";
  const Endpoint = `${name}.s3.${region}.amazonaws.com`;
  return new AwsError("PermanentRedirect", message, 301, { Bucket: name, Endpoint, BucketRegion: region });
}
