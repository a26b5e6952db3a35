import { settingKinds } from "../setting-kinds.ts";
import { deletionOf } from "../bucket-operations.ts";

/** How one operation looks on the wire. */
export interface WireOperation {
  readonly action: string;
  /** The field that the request's document is; "Body": bytes; absent: none. */
  readonly body?: string;
  /** The root of the answer's document; absent: an answer of headers alone. */
  readonly answers?: string;
  /** The one field of the answer that is its document, or its text. */
  readonly unwraps?: string;
}

/** What is asked for by a parameter of the query: "GET bucket versioning". */
const settingQueries: Readonly<Record<string, string>> = {
  encryption: "encryption",
  lifecycle: "lifecycle",
  logging: "logging",
  objectLock: "object-lock",
  ownership: "ownershipControls",
  publicAccess: "publicAccessBlock",
  versioning: "versioning",
};

const settings = settingKinds.flatMap((kind): readonly (readonly [string, WireOperation])[] => {
  const query = settingQueries[kind.name] ?? "";
  const isBare = ["versioning", "logging", "lifecycle"].includes(kind.name);
  const unwraps = isBare ? {} : { unwraps: kind.field };
  return [
    [`GET bucket ${query}`, { action: `Get${kind.operation}`, answers: kind.field, ...unwraps }],
    [`PUT bucket ${query}`, { action: `Put${kind.operation}`, body: kind.field }],
    [`DELETE bucket ${query}`, { action: deletionOf(kind) }],
  ];
});

/** Operations by method, what the path names, and the parameter of the query that says which. */
const operations = new Map<string, WireOperation>([
  ...settings,
  ["GET service ", { action: "ListBuckets", answers: "ListAllMyBucketsResult" }],
  ["PUT bucket ", { action: "CreateBucket", body: "CreateBucketConfiguration" }],
  ["DELETE bucket ", { action: "DeleteBucket" }],
  ["HEAD bucket ", { action: "HeadBucket" }],
  ["GET bucket ", { action: "ListObjects", answers: "ListBucketResult" }],
  ["GET bucket list-type", { action: "ListObjectsV2", answers: "ListBucketResult" }],
  ["GET bucket versions", { action: "ListObjectVersions", answers: "ListVersionsResult" }],
  ["GET bucket uploads", { action: "ListMultipartUploads", answers: "ListMultipartUploadsResult" }],
  ["POST bucket delete", { action: "DeleteObjects", body: "Delete", answers: "DeleteResult" }],
  ["GET bucket location", { action: "GetBucketLocation", answers: "LocationConstraint" }],
  ["GET bucket acl", { action: "GetBucketAcl", answers: "AccessControlPolicy" }],
  ["GET bucket policy", { action: "GetBucketPolicy", unwraps: "Policy" }],
  ["PUT bucket policy", { action: "PutBucketPolicy", body: "Policy" }],
  ["DELETE bucket policy", { action: "DeleteBucketPolicy" }],
  ["GET bucket tagging", { action: "GetBucketTagging", answers: "Tagging" }],
  ["PUT bucket tagging", { action: "PutBucketTagging", body: "Tagging" }],
  ["DELETE bucket tagging", { action: "DeleteBucketTagging" }],
  ["PUT object ", { action: "PutObject", body: "Body" }],
  ["GET object ", { action: "GetObject", unwraps: "Body" }],
  ["HEAD object ", { action: "HeadObject" }],
  ["DELETE object ", { action: "DeleteObject" }],
  ["GET object tagging", { action: "GetObjectTagging", answers: "Tagging" }],
  ["PUT object tagging", { action: "PutObjectTagging", body: "Tagging" }],
  ["DELETE object tagging", { action: "DeleteObjectTagging" }],
  ["GET object retention", { action: "GetObjectRetention", answers: "Retention", unwraps: "Retention" }],
  ["PUT object retention", { action: "PutObjectRetention", body: "Retention" }],
  ["GET object legal-hold", { action: "GetObjectLegalHold", answers: "LegalHold", unwraps: "LegalHold" }],
  ["PUT object legal-hold", { action: "PutObjectLegalHold", body: "LegalHold" }],
  ["POST object uploads", { action: "CreateMultipartUpload", answers: "InitiateMultipartUploadResult" }],
  ["PUT object uploadId", { action: "UploadPart", body: "Body" }],
  [
    "POST object uploadId",
    { action: "CompleteMultipartUpload", body: "MultipartUpload", answers: "CompleteMultipartUploadResult" },
  ],
  ["DELETE object uploadId", { action: "AbortMultipartUpload" }],
  ["GET object uploadId", { action: "ListParts", answers: "ListPartsResult" }],
]);

/** Parameters of the query that say which operation is meant, those of operations that are not modelled among them. */
const selectors: ReadonlySet<string> = new Set([
  ...[...operations.keys()].map((key) => key.split(" ")[2] ?? ""),
  "accelerate",
  "analytics",
  "attributes",
  "cors",
  "intelligent-tiering",
  "inventory",
  "metrics",
  "notification",
  "policyStatus",
  "replication",
  "requestPayment",
  "restore",
  "select",
  "session",
  "torrent",
  "website",
]);

/** The operation that a request is; a name for it where it is none that is modelled. */
export function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
): { readonly operation: WireOperation | undefined; readonly name: string } {
  const scope = bucket === "" ? "service" : key === "" ? "bucket" : "object";
  const selector = [...query.keys()].find((name) => name !== "" && selectors.has(name)) ?? "";
  const name = `${method} ${scope} ${selector}`;
  return { operation: operations.get(name), name: name.trim() };
}
