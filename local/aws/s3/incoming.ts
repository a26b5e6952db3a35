import { hash } from "node:crypto";
import { AwsError } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import type { Bucket, Digests, Draft } from "./bucket.ts";
import { checksumAlgorithms, checksumOf, type ChecksumAlgorithm } from "./checksums.ts";
import { resolveEncryption, wantedEncryption } from "./encryption.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";
import { lockOfNew } from "./object-lock.ts";
import { keyOf, type Operation, type Output } from "./operation.ts";

/** The largest object that one request may bring. Source: the S3 API reference, PutObject. */
const uploadBytesMax = 5 * 1024 ** 3;

/** Bytes of the names and values of an object's own metadata. */
const metadataBytesMax = 2048;

/** Headers that S3 keeps with an object and gives back as they were. */
export const keptHeaders = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Expires",
] as const;

/** The bytes that a request brings. */
export function bodyOf(input: Reader): Buffer {
  const body = input.properties["Body"] ?? "";
  if (typeof body === "string") return Buffer.from(body);
  if (!(body instanceof Uint8Array)) throw invalidRequest("The body has to be bytes or a text.");
  if (body.length > uploadBytesMax) {
    throw new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  }
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** What is said of a new object apart from its bytes. */
export function draftOf({ kernel, keys, call, input }: Operation, bucket: Bucket): Draft {
  refuseAcl(bucket, input.text("ACL"));
  const key = keyOf(input);
  const wanted = wantedEncryption(bucket, input);
  return {
    headers: Object.fromEntries(
      keptHeaders.flatMap((name) => {
        const value = input.text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    metadata: metadataOf(input),
    encryption: resolveEncryption(keys, bucket, key, wanted, call.caller.accountId),
    storageClass: storageClassOf(input),
    tags: parseTagging(input.text("Tagging") ?? ""),
    ...lockOfNew(bucket, input, kernel.now()),
  };
}

/** The digests of an upload, after those that came with it were compared. Throws `BadDigest` and `InvalidDigest`. */
export function checkedDigests(input: Reader, body: Buffer, lockedAnyway: boolean): Digests["values"] {
  const given = checksumAlgorithms.filter((algorithm) => input.text(`Checksum${algorithm}`) !== undefined);
  if (given.length > 1)
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  const md5 = input.text("ContentMD5");
  if (lockedAnyway && given.length === 0 && md5 === undefined) {
    throw invalidRequest(
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
    );
  }
  if (md5 !== undefined) checkMd5(md5, body);
  const algorithm = given[0] ?? "CRC64NVME";
  const value = checksumOf(algorithm, body);
  const expected = input.text(`Checksum${algorithm}`);
  if (expected !== undefined && expected !== value) throw badChecksum(algorithm, expected);
  return { [algorithm]: value };
}

/** How answers tell of digests. */
export function shownDigests({ type, values }: Digests): Output {
  return { ...shownValues(values), ChecksumType: type };
}

/** The same of a part, whose digest has no type. */
export function shownValues(values: Digests["values"]): Output {
  return Object.fromEntries(Object.entries(values).map(([algorithm, value]) => [`Checksum${algorithm}`, value]));
}

/** Reads tags as a header has them, "a=b&c=d". Throws `InvalidTag`. */
export function parseTagging(text: string): Readonly<Record<string, string>> {
  return checkedTags([...new URLSearchParams(text)]);
}

/** Tags of an object. Throws `BadRequest` and `InvalidTag`. */
export function checkedTags(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  if (pairs.length > 10) throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
  for (const [key, value] of pairs) {
    if (key === "" || key.length > 128 || key.startsWith("aws:")) {
      throw new AwsError("InvalidTag", "The TagKey you have provided is invalid", 400, { TagKey: key });
    }
    if (value.length > 256) {
      throw new AwsError("InvalidTag", "The TagValue you have provided is invalid", 400, { TagValue: value });
    }
  }
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key");
  }
  return Object.fromEntries(pairs);
}

/** Throws what S3 answers where a digest of the request's is another than that of what came. */
export function badChecksum(algorithm: ChecksumAlgorithm, expected: string): AwsError {
  if (Buffer.from(expected, "base64").toString("base64") !== expected) {
    return invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  return new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
}

function checkMd5(given: string, body: Buffer): void {
  if (Buffer.from(given, "base64").length !== 16) {
    throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": given });
  }
  const actual = hash("md5", body, "base64");
  if (actual === given) return;
  throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
    ExpectedDigest: given,
    CalculatedDigest: actual,
  });
}

function metadataOf(input: Reader): Readonly<Record<string, string>> {
  const pairs = Object.entries(input.strings("Metadata")).map(([name, value]) => [name.toLowerCase(), value] as const);
  const size = pairs.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > metadataBytesMax) {
    throw new AwsError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", 400, {
      Size: size,
      MaxSizeAllowed: metadataBytesMax,
    });
  }
  return Object.fromEntries(pairs);
}

const storageClasses: ReadonlySet<string> = new Set([
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
]);

/** Classes that have to be restored before they can be read are not modelled. */
function storageClassOf(input: Reader): string {
  const name = input.text("StorageClass") ?? "STANDARD";
  if (storageClasses.has(name)) return name;
  throw new AwsError("InvalidStorageClass", "The storage class you specified is not valid", 400, {
    StorageClassRequested: name,
  });
}

/** Buckets that their owner owns wholly, as new ones are, know no access lists. */
function refuseAcl({ settings }: Bucket, acl: string | undefined): void {
  if (acl === undefined || acl === "bucket-owner-full-control") return;
  const rule = settings.get("ownership")?.["rule"];
  const enforced = JSON.stringify(rule ?? {}).includes("BucketOwnerEnforced");
  if (enforced) throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (acl !== "private") throw invalidArgument(`The local cloud does not model the access list ${acl}.`, "x-amz-acl");
}
