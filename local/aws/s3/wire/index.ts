import { AwsError, notImplemented } from "../../../core/errors.ts";
import type { RestService, RestServiceRequest } from "../../../http/rest-service.ts";
import { dechunk } from "./chunked.ts";
import { elements, readDocument, textOf, writeDocument } from "./documents.ts";
import { answerHeaders, headerFields, queryFields, timeFields, transportHeaders } from "./fields.ts";
import { operationOf, type WireOperation } from "./operations.ts";

type Fields = Readonly<Record<string, unknown>>;

const metadataPrefix = "x-amz-meta-";

/** Errors that the front end has in the words of other protocols. */
const errorNames: Readonly<Record<string, readonly [code: string, status: number, message?: string]>> = {
  AccessDeniedException: ["AccessDenied", 403],
  ExpiredTokenException: ["ExpiredToken", 400],
  IncompleteSignatureException: ["AuthorizationHeaderMalformed", 400],
  InternalFailure: ["InternalError", 500],
  InvalidSignatureException: ["SignatureDoesNotMatch", 403],
  MissingAuthenticationTokenException: ["AccessDenied", 403, "Access Denied"],
  UnrecognizedClientException: [
    "InvalidAccessKeyId",
    403,
    "The AWS Access Key Id you provided does not exist in our records.",
  ],
  ValidationException: ["InvalidArgument", 400],
};

/** S3's REST-XML protocol, buckets in the path or in the host's name. Source: the S3 API reference. */
export const restService: RestService = {
  service: "s3",
  read(request) {
    const { bucket, key } = addressOf(request);
    const query = new URLSearchParams(request.query);
    const { operation, name } = operationOf(request.method, bucket, key, query);
    if (operation === undefined || request.headers.has("x-amz-copy-source")) {
      throw notImplemented(operation === undefined ? `the request of S3 "${name}"` : "copying objects");
    }
    const input = {
      ...(bucket !== "" && { Bucket: bucket }),
      ...(key !== "" && { Key: key }),
      ...queryInput(query),
      ...headerInput(request.headers),
      ...bodyInput(operation, request),
    };
    return { action: operation.action, input, reply: (output, requestId) => reply(operation, output, requestId) };
  },
  fault(request, requestId, error) {
    const [code, status, message = error.message] = errorNames[error.code] ?? [error.code, error.status];
    const headers = new Headers({ "x-amz-request-id": requestId });
    for (const name of ["DeleteMarker", "VersionId", "BucketRegion", "ETag"])
      setHeader(headers, name, error.details[name]);
    // A head has no body to tell the reason in, and what is not modified has none either.
    if (request.method === "HEAD" || status === 304) return new Response(null, { status, headers });
    headers.set("content-type", "application/xml");
    const { DeleteMarker: _, BucketRegion: __, ...details } = error.details;
    const told = elements({ Code: code, Message: message, ...details, RequestId: requestId });
    return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${told}</Error>`, { status, headers });
  },
};

/** Bucket and key: from the host's name where it starts with the bucket's, else from the path. */
function addressOf({ path, headers }: RestServiceRequest): { readonly bucket: string; readonly key: string } {
  const host = (headers.get("host") ?? "").replace(/:\d+$/, "");
  const [, virtual] = /^(.+)\.(?:localhost|s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com)$/.exec(host) ?? [];
  const whole = path.slice(1);
  if (virtual !== undefined) return { bucket: virtual, key: decoded(whole) };
  const slash = whole.indexOf("/");
  return slash < 0
    ? { bucket: decoded(whole), key: "" }
    : { bucket: decoded(whole.slice(0, slash)), key: decoded(whole.slice(slash + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.");
  }
}

function queryInput(query: URLSearchParams): Fields {
  const input: Record<string, unknown> = {};
  for (const [name, value] of query) {
    const field = queryFields[name];
    if (field !== undefined) input[field] = value;
  }
  return input;
}

function headerInput(headers: Headers): Fields {
  const input: Record<string, unknown> = {};
  const metadata: Record<string, string> = {};
  for (const [name, value] of headers) {
    const field = headerFields[name];
    if (field !== undefined) input[field] = value;
    else if (name.startsWith(metadataPrefix)) metadata[name.slice(metadataPrefix.length)] = value;
    else if (name.startsWith("x-amz-") && !transportHeaders.has(name)) throw notImplemented(`the header ${name} of S3`);
  }
  const encoding = withoutChunks(headers.get("content-encoding"));
  return { ...input, ContentEncoding: encoding, ...(Object.keys(metadata).length > 0 && { Metadata: metadata }) };
}

/** How the bytes came is none of the object's own encodings. */
function withoutChunks(encoding: string | null): string | undefined {
  const own = (encoding ?? "").split(",").filter((one) => one.trim() !== "aws-chunked" && one.trim() !== "");
  return own.length === 0 ? undefined : own.join(",");
}

function bodyInput({ body: field }: WireOperation, { headers, body }: RestServiceRequest): Fields {
  if (field === undefined) return {};
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (field !== "Body") return documentInput(field, bytes.toString());
  const streamed = headers.get("x-amz-content-sha256") ?? "";
  if (!streamed.startsWith("STREAMING-")) return { Body: bytes };
  if (!streamed.startsWith("STREAMING-UNSIGNED-PAYLOAD"))
    throw notImplemented(`bodies of S3 whose chunks are signed (${streamed})`);
  const { body: whole, trailers } = dechunk(bytes, headers.get("x-amz-decoded-content-length") ?? undefined);
  const digests = Object.entries(trailers).flatMap(([name, value]) => {
    const digest = headerFields[name];
    return digest === undefined ? [] : [[digest, value] as const];
  });
  return { Body: whole, ...Object.fromEntries(digests) };
}

function documentInput(field: string, text: string): Fields {
  if (field === "Policy") return { Policy: text };
  return text === "" ? {} : { [field]: readDocument(text) };
}

function reply({ action, answers, unwraps }: WireOperation, output: Fields, requestId: string): Response {
  const headers = new Headers({ "x-amz-request-id": requestId });
  const inDocument = answers !== undefined && unwraps === undefined;
  // What a document tells is in no header, but for how and where something is kept.
  for (const [name, value] of Object.entries(output)) {
    if (!inDocument || /^(ServerSide|SSEKMS|BucketKey|VersionId)/.test(name)) setHeader(headers, name, value);
  }
  if (unwraps !== undefined && answers === undefined) return bare(output[unwraps], output, headers);
  const status =
    action.startsWith("Delete") && answers === undefined ? 204 : action === "AbortMultipartUpload" ? 204 : 200;
  if (answers === undefined) return new Response(null, { status, headers });
  headers.set("content-type", "application/xml");
  const fields = unwraps === undefined ? output : output[unwraps];
  return new Response(documentOf(answers, fields), { status, headers });
}

function documentOf(root: string, fields: unknown): string {
  // Every answer with a document is an object.
  const { LocationConstraint, ...rest } = fields as Fields;
  const document = writeDocument(root, rest);
  return LocationConstraint === undefined ? document : document.replace("></", `>${textOf(LocationConstraint)}</`);
}

/** An object's bytes, or a bucket's policy. */
function bare(content: unknown, { ContentRange }: Fields, headers: Headers): Response {
  if (typeof content === "string") {
    headers.set("content-type", "application/json");
    return new Response(content, { status: 200, headers });
  }
  const bytes = content instanceof Uint8Array ? new Uint8Array(content) : null;
  return new Response(bytes, { status: ContentRange === undefined ? 200 : 206, headers });
}

function setHeader(headers: Headers, name: string, value: unknown): void {
  if (name === "Metadata" && typeof value === "object" && value !== null) {
    for (const [key, text] of Object.entries(value)) headers.set(`${metadataPrefix}${key}`, String(text));
  }
  const header = answerHeaders[name];
  if (header === undefined || value === undefined || typeof value === "object") return;
  headers.set(header, timeFields.has(name) ? new Date(Number(value)).toUTCString() : textOf(value));
}
