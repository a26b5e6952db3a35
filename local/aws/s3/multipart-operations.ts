import { AwsError } from "../../core/errors.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import type { Bucket, Digests, Part, Upload } from "./bucket.ts";
import { checksumOf, isChecksumAlgorithm, md5Hex, type ChecksumAlgorithm } from "./checksums.ts";
import { shownEncryption } from "./encryption.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";
import { badChecksum, bodyOf, checkedDigests, draftOf, shownDigests, shownValues } from "./incoming.ts";
import { wantedOf } from "./listing-operations.ts";
import { contentOf, etagOf } from "./object-operations.ts";
import { keyOf, shownVersion, targetBucket, type Operation, type Output } from "./operation.ts";
import { conditionalConflict, judgeWrite } from "./preconditions.ts";
import { compareKeys } from "./store.ts";

/** Every part but the last has at least so many bytes. Source: S3 User Guide, "Multipart upload limits". */
const partBytesMin = 5 * 1024 * 1024;
const partNumberMax = 10_000;

/** CreateMultipartUpload. */
export function createUpload(operation: Operation): Output {
  const { kernel, input } = operation;
  const bucket = targetBucket(operation);
  const key = keyOf(input);
  const algorithm = algorithmOf(input);
  const upload: Upload = {
    id: randomHex(kernel, 32),
    key,
    initiatedMs: kernel.now(),
    algorithm,
    digestType: digestTypeOf(input, algorithm),
    parts: new Map(),
    draft: draftOf(operation, bucket),
    disturbed: false,
  };
  bucket.uploads.set(upload.id, upload);
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
    ...shownEncryption(upload.draft.encryption),
    ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm, ChecksumType: upload.digestType }),
  };
}

/** UploadPart; a second one of a number takes the place of the first. */
export function uploadPart(operation: Operation): Output {
  const { kernel, store, input } = operation;
  const upload = targetUpload(operation, targetBucket(operation));
  const number = input.number("PartNumber") ?? 0;
  if (!Number.isInteger(number) || number < 1 || number > partNumberMax) {
    throw invalidArgument(`Part number must be an integer between 1 and ${partNumberMax}, inclusive`, "partNumber");
  }
  const body = bodyOf(input);
  const came = checkedDigests(input, body, false);
  const { algorithm } = upload;
  const digests = algorithm === undefined ? came : { [algorithm]: came[algorithm] ?? checksumOf(algorithm, body) };
  const etag = etagOf(kernel, upload.draft.encryption, md5Hex(body));
  store.charge(body.length - (upload.parts.get(number)?.body.length ?? 0));
  upload.parts.set(number, { number, body, etag, digests, modifiedMs: kernel.now() });
  return { ETag: `"${etag}"`, ...shownEncryption(upload.draft.encryption), ...shownValues(digests) };
}

/** CompleteMultipartUpload: the parts that it names, in their order, become the object. */
export function completeUpload(operation: Operation): Output {
  const { kernel, store, input } = operation;
  const bucket = targetBucket(operation);
  const upload = targetUpload(operation, bucket);
  const { key, draft } = upload;
  const parts = namedParts(upload, input.child("MultipartUpload")?.children("Parts") ?? []);
  const isConditional = input.text("IfMatch") !== undefined || input.text("IfNoneMatch") !== undefined;
  if (isConditional && upload.disturbed) throw conditionalConflict();
  judgeWrite(input, key, bucket.objects.get(key)?.[0]?.content);
  const body = Buffer.concat(parts.map((part) => part.body));
  const digests = wholeDigests(upload, parts, body);
  checkWhole(input, digests);
  const joined = md5Hex(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, "hex"))));
  const etag = `${etagOf(kernel, draft.encryption, joined)}-${parts.length}`;
  release(operation, bucket, upload);
  const version = store.add(bucket, key, contentOf(draft, body, etag, digests, parts.length), draft);
  return {
    Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${key}`,
    Bucket: bucket.name,
    Key: key,
    ETag: `"${etag}"`,
    ...shownVersion(bucket, version),
    ...shownEncryption(draft.encryption),
    ...shownDigests(digests),
  };
}

/** AbortMultipartUpload. */
export function abortUpload(operation: Operation): Output {
  const bucket = targetBucket(operation);
  release(operation, bucket, targetUpload(operation, bucket));
  return {};
}

/** ListParts. */
export function listParts(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const { id, key, parts, draft } = targetUpload(operation, bucket);
  const after = input.number("PartNumberMarker") ?? 0;
  const most = wantedOf(input, "MaxParts").most;
  const left = sorted(parts).filter(({ number }) => number > after);
  const shown = left.slice(0, most);
  const isTruncated = shown.length < left.length;
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: id,
    StorageClass: draft.storageClass,
    PartNumberMarker: after,
    MaxParts: most,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextPartNumberMarker: shown.at(-1)?.number }),
    Parts: shown.map(({ number, modifiedMs, etag, body, digests }) => ({
      PartNumber: number,
      LastModified: modifiedMs,
      ETag: `"${etag}"`,
      Size: body.length,
      ...shownValues(digests),
    })),
  };
}

/** ListMultipartUploads, a page of keys and within each the oldest first. */
export function listUploads(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const { prefix, most, shown } = wantedOf(input, "MaxUploads");
  const [keyMarker = "", idMarker] = [input.text("KeyMarker"), input.text("UploadIdMarker")];
  const ordered = [...bucket.uploads.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .toSorted((left, right) => compareKeys(left.key, right.key) || left.initiatedMs - right.initiatedMs);
  const from = ordered.findIndex(({ id, key }) => key === keyMarker && id === idMarker) + 1;
  const left = from > 0 ? ordered.slice(from) : ordered.filter(({ key }) => compareKeys(key, keyMarker) > 0);
  const uploads = left.slice(0, most);
  const [isTruncated, last] = [uploads.length < left.length, uploads.at(-1)];
  return {
    Bucket: bucket.name,
    KeyMarker: shown(keyMarker),
    UploadIdMarker: idMarker ?? "",
    Prefix: shown(prefix),
    MaxUploads: most,
    IsTruncated: isTruncated,
    ...(isTruncated && last !== undefined && { NextKeyMarker: shown(last.key), NextUploadIdMarker: last.id }),
    Uploads: uploads.map(({ id, key, initiatedMs, draft }) => {
      return { Key: shown(key), UploadId: id, Initiated: initiatedMs, StorageClass: draft.storageClass };
    }),
  };
}

/** The upload that a call names, if it is of the call's key. */
export function findUpload(bucket: Bucket, input: Reader): Upload | undefined {
  const upload = bucket.uploads.get(input.text("UploadId") ?? "");
  return upload?.key === keyOf(input) ? upload : undefined;
}

function targetUpload({ input }: Operation, bucket: Bucket): Upload {
  const upload = findUpload(bucket, input);
  if (upload !== undefined) return upload;
  const message =
    "The specified upload does not exist. The upload ID may be invalid, " +
    "or the upload may have been aborted or completed.";
  throw new AwsError("NoSuchUpload", message, 404, { UploadId: input.text("UploadId") });
}

function release({ store }: Operation, bucket: Bucket, upload: Upload): void {
  for (const { body } of upload.parts.values()) store.charge(-body.length);
  bucket.uploads.delete(upload.id);
}

function namedParts({ parts }: Upload, named: readonly Reader[]): readonly Part[] {
  if (named.length === 0) {
    const message = "The XML you provided was not well-formed or did not validate against our published schema";
    throw new AwsError("MalformedXML", message);
  }
  let previous = 0;
  const found = named.map((one) => {
    const number = one.number("PartNumber") ?? 0;
    if (number <= previous) {
      const message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
      throw new AwsError("InvalidPartOrder", message);
    }
    previous = number;
    const part = parts.get(number);
    if (part === undefined || (one.text("ETag") ?? "").replaceAll('"', "") !== part.etag || !agrees(one, part)) {
      const message =
        "One or more of the specified parts could not be found. The part may not have been uploaded, " +
        "or the specified entity tag may not match the part's entity tag.";
      throw new AwsError("InvalidPart", message, 400, { PartNumber: number });
    }
    return part;
  });
  const small = found.slice(0, -1).find(({ body }) => body.length < partBytesMin);
  if (small === undefined) return found;
  throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
    ProposedSize: small.body.length,
    MinSizeAllowed: partBytesMin,
    PartNumber: small.number,
    ETag: small.etag,
  });
}

function agrees(named: Reader, { digests }: Part): boolean {
  return Object.entries(digests).every(([algorithm, value]) => (named.text(`Checksum${algorithm}`) ?? value) === value);
}

/** A composite digest is the digest of the parts' digests, and says how many there were. */
function wholeDigests({ algorithm, digestType }: Upload, parts: readonly Part[], body: Buffer): Digests {
  const used: ChecksumAlgorithm = algorithm ?? "CRC64NVME";
  if (digestType === "FULL_OBJECT") return { type: digestType, values: { [used]: checksumOf(used, body) } };
  const raw = Buffer.concat(parts.map(({ digests }) => Buffer.from(digests[used] ?? "", "base64")));
  return { type: digestType, values: { [used]: `${checksumOf(used, raw)}-${parts.length}` } };
}

function checkWhole(input: Reader, { values }: Digests): void {
  for (const [algorithm, value] of Object.entries(values)) {
    const expected = input.text(`Checksum${algorithm}`);
    if (expected === undefined || expected === value || !isChecksumAlgorithm(algorithm)) continue;
    throw badChecksum(algorithm, expected);
  }
}

function algorithmOf(input: Reader): ChecksumAlgorithm | undefined {
  const name = input.text("ChecksumAlgorithm");
  if (name === undefined || isChecksumAlgorithm(name)) return name;
  throw invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types");
}

function digestTypeOf(input: Reader, algorithm: ChecksumAlgorithm | undefined): Digests["type"] {
  const whole = algorithm === undefined || algorithm === "CRC64NVME";
  const type = input.text("ChecksumType") ?? (whole ? "FULL_OBJECT" : "COMPOSITE");
  const isPossible = whole ? type === "FULL_OBJECT" : type === "COMPOSITE" || !algorithm.startsWith("SHA");
  if ((type === "FULL_OBJECT" || type === "COMPOSITE") && isPossible) return type;
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm ?? "CRC64NVME"} checksum algorithm.`,
  );
}

function sorted(parts: Upload["parts"]): readonly Part[] {
  return [...parts.values()].toSorted((left, right) => left.number - right.number);
}
