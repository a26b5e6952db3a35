import { AwsError } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";
import { versioningOf, type Bucket } from "./bucket.ts";
import { requireUnlocked } from "./object-lock.ts";
import { findVersion, flagOf, keyOf, targetBucket, type Operation, type Output } from "./operation.ts";
import { judgeWrite } from "./preconditions.ts";

/** The most objects that one DeleteObjects names. */
const objectsMax = 1000;

/** DeleteObject: a version for good where one is named, else a delete marker where the bucket keeps versions. */
export function deleteObject(operation: Operation): Output {
  return remove(operation, targetBucket(operation));
}

/** DeleteObjects: each object for itself. */
export function deleteObjects(operation: Operation): Output {
  const { input } = operation;
  const bucket = targetBucket(operation);
  const wanted = input.child("Delete");
  const entries = wanted?.children("Objects") ?? [];
  if (entries.length === 0 || entries.length > objectsMax) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  const deleted: Output[] = [];
  const errors: Output[] = [];
  for (const entry of entries) {
    const named = {
      Key: entry.text("Key"),
      ...(entry.text("VersionId") !== undefined && { VersionId: entry.text("VersionId") }),
    };
    const bypass = input.properties["BypassGovernanceRetention"];
    const one = readerOf("Object", { ...named, IfMatch: entry.text("ETag"), BypassGovernanceRetention: bypass });
    try {
      const { VersionId, DeleteMarker } = remove({ ...operation, input: one }, bucket);
      deleted.push({ ...named, ...(DeleteMarker === true && { DeleteMarker, DeleteMarkerVersionId: VersionId }) });
    } catch (fault) {
      if (!(fault instanceof AwsError)) throw fault;
      errors.push({ ...named, Code: fault.code, Message: fault.message });
    }
  }
  const isQuiet = wanted !== undefined && flagOf(wanted, "Quiet");
  return { ...(!isQuiet && { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) };
}

function remove({ kernel, store, input }: Operation, bucket: Bucket): Output {
  const key = keyOf(input);
  const versionId = input.text("VersionId");
  const bypass = flagOf(input, "BypassGovernanceRetention");
  const version = findVersion(bucket, input);
  if (input.text("IfMatch") !== undefined) judgeWrite(input, key, version?.content);
  if (versionId !== undefined) {
    if (version === undefined) return { VersionId: versionId };
    requireUnlocked(version, kernel.now(), bypass);
    store.drop(bucket, version);
    disturb(bucket, key);
    return { VersionId: versionId, ...(version.content === undefined && { DeleteMarker: true }) };
  }
  disturb(bucket, key);
  if (versioningOf(bucket) === undefined) {
    if (version !== undefined) store.drop(bucket, version);
    return {};
  }
  const marker = store.add(bucket, key, undefined);
  return { DeleteMarker: true, VersionId: marker.versionId };
}

/** Whoever completes an upload of the key on a condition finds that something came in between. */
function disturb({ uploads }: Bucket, key: string): void {
  for (const upload of uploads.values()) if (upload.key === key) upload.disturbed = true;
}
