import type { AuthorizationRequest } from "../../core/call.ts";
import type { Reader } from "../inputs.ts";
import { bucketArn, type Bucket } from "./bucket.ts";
import { deletionOf } from "./bucket-operations.ts";
import { keyRequests, readingRequests, wantedEncryption } from "./encryption.ts";
import { findUpload } from "./multipart-operations.ts";
import { isGoverned } from "./object-lock.ts";
import { findVersion, flagOf, type Operation } from "./operation.ts";
import { settingKinds } from "./setting-kinds.ts";
import { policyOf } from "./settings.ts";
import { parseTagging } from "./incoming.ts";

/** Operations whose right has another name than they. Source: S3 User Guide, "Required permissions for S3 API". */
const judgedAs: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: "PutObject",
  CreateMultipartUpload: "PutObject",
  DeleteBucketTagging: "PutBucketTagging",
  HeadBucket: "ListBucket",
  HeadObject: "GetObject",
  ListBuckets: "ListAllMyBuckets",
  ListMultipartUploads: "ListBucketMultipartUploads",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  ListParts: "ListMultipartUploadParts",
  UploadPart: "PutObject",
  ...Object.fromEntries(
    settingKinds.flatMap((kind) => [
      [`Get${kind.operation}`, `Get${kind.action}`],
      [`Put${kind.operation}`, `Put${kind.action}`],
      [deletionOf(kind), `Put${kind.action}`],
    ]),
  ),
};

/** Rights that are another one where a version is named. */
const versioned: ReadonlySet<string> = new Set([
  "DeleteObject",
  "DeleteObjectTagging",
  "GetObject",
  "GetObjectTagging",
  "PutObjectTagging",
]);

/** What a request says of itself as S3's condition keys, each by the field that says it. */
const conditionKeys: Readonly<Record<string, string>> = {
  ACL: "s3:x-amz-acl",
  Delimiter: "s3:delimiter",
  IfMatch: "s3:if-match",
  IfNoneMatch: "s3:if-none-match",
  MaxKeys: "s3:max-keys",
  ObjectLockLegalHoldStatus: "s3:object-lock-legal-hold",
  ObjectLockMode: "s3:object-lock-mode",
  ObjectLockRetainUntilDate: "s3:object-lock-retain-until-date",
  Prefix: "s3:prefix",
  ServerSideEncryption: "s3:x-amz-server-side-encryption",
  SSEKMSKeyId: "s3:x-amz-server-side-encryption-aws-kms-key-id",
  StorageClass: "s3:x-amz-storage-class",
  VersionId: "s3:versionid",
};

/** What IAM is asked about a call of S3: the bucket's policy has a say, and the key's of what is encrypted. */
export function s3Authorizations(operation: Operation): readonly AuthorizationRequest[] {
  const { store, call, input } = operation;
  const action = judgedAs[call.action] ?? call.action;
  const context = contextOf(operation);
  if (action === "ListAllMyBuckets") return [{ action: `s3:${action}`, resource: "*", context }];
  const name = input.requiredText("Bucket");
  const bucket = store.find(name);
  const ask = (right: string, key?: string): AuthorizationRequest => ({
    action: `s3:${right}`,
    resource: key === undefined ? bucketArn(name) : `${bucketArn(name)}/${key}`,
    context,
    ...(key === undefined && { resourceTags: bucket?.tags ?? {} }),
    resourcePolicy: { kind: "resource", text: bucket && policyOf(bucket) },
  });
  if (call.action === "DeleteObjects") return deletions(operation, bucket, ask);
  const key = input.text("Key");
  const right =
    input.text("VersionId") !== undefined && versioned.has(action) ? action.replace("Object", "ObjectVersion") : action;
  const asked = [ask(right, key)];
  if (bucket === undefined || key === undefined) return asked;
  return [...asked, ...moreOf(operation, bucket, key, ask)];
}

type Ask = (right: string, key?: string) => AuthorizationRequest;

/** What else a call does than what it is named after. */
function moreOf(operation: Operation, bucket: Bucket, key: string, ask: Ask): readonly AuthorizationRequest[] {
  const { keys, call, input } = operation;
  switch (call.action) {
    case "PutObject":
    case "CreateMultipartUpload":
      return [
        ...(input.text("ObjectLockMode") === undefined ? [] : [ask("PutObjectRetention", key)]),
        ...(input.text("ObjectLockLegalHoldStatus") === undefined ? [] : [ask("PutObjectLegalHold", key)]),
        ...(input.properties["Tagging"] === undefined ? [] : [ask("PutObjectTagging", key)]),
        ...keyRequests(keys, bucket, key, wantedEncryption(bucket, input), ["kms:GenerateDataKey"]),
      ];
    case "UploadPart":
    case "CompleteMultipartUpload": {
      const upload = findUpload(bucket, input);
      return upload === undefined ? [] : readingRequests(keys, bucket, key, upload.draft.encryption);
    }
    case "GetObject":
    case "HeadObject": {
      const version = findVersion(bucket, input);
      // Only somebody who may list a bucket is told that there is nothing.
      if (version === undefined) return [ask("ListBucket")];
      return version.content === undefined ? [] : readingRequests(keys, bucket, key, version.content.encryption);
    }
    case "DeleteObject":
    case "PutObjectRetention":
      return bypassing(operation, bucket, input, ask);
    default:
      return [];
  }
}

function deletions(operation: Operation, bucket: Bucket | undefined, ask: Ask): readonly AuthorizationRequest[] {
  const entries = operation.input.child("Delete")?.children("Objects") ?? [];
  if (entries.length === 0) return [ask("DeleteObject")];
  return entries.flatMap((entry) => {
    const key = entry.text("Key");
    const right = ask(entry.text("VersionId") === undefined ? "DeleteObject" : "DeleteObjectVersion", key);
    if (bucket === undefined || key === undefined) return [right];
    return [right, ...bypassing(operation, bucket, entry, ask)];
  });
}

function bypassing(
  { kernel, input }: Operation,
  bucket: Bucket,
  entry: Reader,
  ask: Ask,
): readonly AuthorizationRequest[] {
  const version = flagOf(input, "BypassGovernanceRetention") ? findVersion(bucket, entry) : undefined;
  const governed = version !== undefined && isGoverned(version, kernel.now());
  return governed ? [ask("BypassGovernanceRetention", version.key)] : [];
}

function contextOf({ kernel, call, input }: Operation): AuthorizationRequest["context"] {
  const context: Record<string, readonly string[]> = {
    "s3:ResourceAccount": [call.caller.accountId],
    "s3:signatureversion": ["AWS4-HMAC-SHA256"],
    "s3:TlsVersion": ["1.3"],
  };
  for (const [field, key] of Object.entries(conditionKeys)) {
    const value = input.properties[field];
    if (typeof value === "string" || typeof value === "number") context[key] = [String(value)];
  }
  const until = Date.parse(
    input.text("ObjectLockRetainUntilDate") ?? input.child("Retention")?.text("RetainUntilDate") ?? "",
  );
  if (!Number.isNaN(until)) {
    const days = Math.ceil((until - kernel.now()) / 86_400_000);
    context["s3:object-lock-remaining-retention-days"] = [String(days)];
  }
  const tags = Object.entries(headerTags(input));
  for (const [name, value] of tags) context[`s3:RequestObjectTag/${name}`] = [value];
  if (tags.length > 0) context["s3:RequestObjectTagKeys"] = tags.map(([name]) => name);
  return context;
}

/** Tags come as a text with a new object, and as a document by themselves. */
function headerTags(input: Reader): Readonly<Record<string, string>> {
  const tagging = input.properties["Tagging"];
  return typeof tagging === "string" ? parseTagging(tagging) : {};
}
