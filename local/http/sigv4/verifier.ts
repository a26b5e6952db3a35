import { createHmac, timingSafeEqual, verify as verifySignature } from "node:crypto";
import type { Caller } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Sts, KnownCredentials } from "../../aws/sts/index.ts";
import { parseAuthorization, parsePresigned } from "./authorization.ts";
import type { Authorization } from "./authorization.ts";
import { canonicalRequest, sha256Hex } from "./canonical-request.ts";
import type { ObjectSigning, WireRequest } from "./canonical-request.ts";
import { createSigningKeys } from "./signing-keys.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Who signed a request, and for which region and service. */
export interface Signer {
  readonly caller: Caller;
  readonly region: string;
  readonly service: string;
}

/** Verifies the signature of a request; throws `AwsError` with the JSON protocols' names and status 403 or 400. */
export type Verifier = (request: WireRequest) => Signer;

/** How far `X-Amz-Date` may be from the endpoint's clock, milliseconds. */
const SKEW_MS_MAX = 5 * 60_000;
/** The same for S3. Source: the S3 API reference, "Error responses". */
const OBJECT_SKEW_MS_MAX = 15 * 60_000;

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. " +
  "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** Creates the verifier of Signature Version 4 and 4A over the session store's credentials. */
export function createVerifier(kernel: Pick<Kernel, "now">, sts: Pick<Sts, "lookup">): Verifier {
  const keys = createSigningKeys();
  return (request) => {
    const query = new URLSearchParams(request.query);
    const presigned = request.query === "" ? undefined : parsePresigned(query);
    const authorization = presigned ?? parseAuthorization(request.headers.get("authorization"));
    requireSigned(request, authorization.signedHeaders);
    const credentials = sts.lookup(authorization.accessKeyId);
    if (credentials === undefined || (credentials.sessionToken ?? null) !== tokenOf(request, query)) {
      throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
    }
    const now = kernel.now();
    const amzDate =
      presigned === undefined ? checkedDate(request, authorization, now) : unexpiredDate(query, presigned, now);
    const signing = authorization.service === objectService ? payloadOf(request, presigned !== undefined) : undefined;
    const signed = presigned === undefined ? request : { ...request, query: withoutSignature(request.query) };
    const text = `${authorization.algorithm}\n${amzDate}\n${authorization.scope}\n${sha256Hex(
      canonicalRequest(signed, authorization.signedHeaders, signing),
    )}`;
    if (!signatureMatches(keys, authorization, credentials, text)) throw mismatch(MISMATCH);
    if (credentials.expiresAt !== undefined && credentials.expiresAt <= kernel.now()) {
      throw new AwsError("ExpiredTokenException", "The security token included in the request is expired", 403);
    }
    return {
      caller: credentials.caller,
      region: authorization.region ?? regionOfSet(request),
      service: authorization.service,
    };
  };
}

/** The service whose requests say themselves what their bodies hash to, and whose URLs can be signed beforehand. */
const objectService = "s3";

/** The longest life of a presigned URL, seconds. */
const presignedSecondsMax = 604_800;

function tokenOf({ headers }: WireRequest, query: URLSearchParams): string | null {
  return headers.get("x-amz-security-token") ?? query.get("X-Amz-Security-Token");
}

function withoutSignature(query: string): string {
  return query
    .split("&")
    .filter((pair) => !pair.startsWith("X-Amz-Signature="))
    .join("&");
}

/** What a request for an object says of its body; what is a hash has to be the body's. */
function payloadOf({ headers, body }: WireRequest, isPresigned: boolean): ObjectSigning {
  const payloadHash = headers.get("x-amz-content-sha256") ?? (isPresigned ? "UNSIGNED-PAYLOAD" : undefined);
  if (payloadHash === undefined) {
    throw new AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400);
  }
  if (/^[0-9a-f]{64}$/.test(payloadHash) && payloadHash !== sha256Hex(body)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new AwsError("XAmzContentSHA256Mismatch", message, 400);
  }
  return { payloadHash };
}

/** Returns `X-Amz-Date` of a presigned URL after checking that it is one of an object, and not over. */
function unexpiredDate(query: URLSearchParams, { service, date }: Authorization, now: number): string {
  if (service !== objectService) throw notImplemented(`presigned URLs of the service "${service}"`);
  const amzDate = query.get("X-Amz-Date") ?? "";
  const seconds = Number(query.get("X-Amz-Expires") ?? Number.NaN);
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined || amzDate.slice(0, 8) !== date || !Number.isInteger(seconds) || seconds < 0) {
    throw new AwsError("AuthorizationQueryParametersError", "X-Amz-Date and X-Amz-Expires are malformed", 400);
  }
  if (seconds > presignedSecondsMax) {
    const message =
      "X-Amz-Expires must be less than a week (in seconds) that is, the given X-Amz-Expires must be less than " +
      "604800 seconds";
    throw new AwsError("AuthorizationQueryParametersError", message, 400);
  }
  if (signedAt + seconds * 1000 < now) throw new AwsError("AccessDenied", "Request has expired", 403);
  if (signedAt > now + SKEW_MS_MAX) throw new AwsError("AccessDenied", "Request is not valid yet", 403);
  return amzDate;
}

function requireSigned(request: WireRequest, signedHeaders: string): void {
  const signed = `;${signedHeaders};`;
  if (!signed.includes(";host;") && !signed.includes(";:authority;")) {
    throw mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name of ["x-amz-date", "x-amz-target", "x-amz-security-token", "x-amz-region-set"]) {
    if (!signed.includes(`;${name};`) && request.headers.get(name) !== null) {
      throw mismatch(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
}

/** Returns `X-Amz-Date` after checking that it is near `now` and of the scope's day. */
function checkedDate(request: WireRequest, authorization: Authorization, now: number): string {
  const amzDate = request.headers.get("x-amz-date") ?? "";
  const millis = parseAmzDate(amzDate);
  if (millis === undefined) {
    throw new AwsError(
      "IncompleteSignatureException",
      "Date must be in ISO-8601 'basic format', as YYYYMMDD'T'HHMMSS'Z' in the X-Amz-Date header.",
      400,
    );
  }
  if (amzDate.slice(0, 8) !== authorization.date) {
    throw mismatch(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${authorization.date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  }
  if (authorization.service === objectService) {
    if (Math.abs(now - millis) > OBJECT_SKEW_MS_MAX) throw tooSkewed(amzDate, now);
    return amzDate;
  }
  if (millis < now - SKEW_MS_MAX) {
    throw mismatch(
      `Signature expired: ${amzDate} is now earlier than ${toAmzDate(now - SKEW_MS_MAX)} (${toAmzDate(now)} - 5 min.)`,
    );
  }
  if (millis > now + SKEW_MS_MAX) {
    throw mismatch(
      `Signature not yet current: ${amzDate} is still later than ${toAmzDate(now + SKEW_MS_MAX)} ` +
        `(${toAmzDate(now)} + 5 min.)`,
    );
  }
  return amzDate;
}

/** By this name S3's clients learn of their clock. */
function tooSkewed(amzDate: string, now: number): AwsError {
  const message = "The difference between the request time and the current time is too large.";
  return new AwsError("RequestTimeTooSkewed", message, 403, {
    RequestTime: amzDate,
    ServerTime: `${new Date(now).toISOString().slice(0, 19)}Z`,
    MaxAllowedSkewMilliseconds: OBJECT_SKEW_MS_MAX,
  });
}

function parseAmzDate(text: string): number | undefined {
  if (text.length !== 16 || text[8] !== "T" || text[15] !== "Z") return undefined;
  const iso =
    `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T` +
    `${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}Z`;
  const millis = Date.parse(iso);
  return Number.isNaN(millis) ? undefined : millis;
}

function toAmzDate(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19).replaceAll("-", "").replaceAll(":", "")}Z`;
}

function signatureMatches(
  keys: SigningKeys,
  authorization: Authorization,
  credentials: KnownCredentials,
  text: string,
): boolean {
  const given = Buffer.from(authorization.signature, "hex");
  if (given.length * 2 !== authorization.signature.length) return false;
  if (authorization.algorithm === "AWS4-ECDSA-P256-SHA256") {
    const key = keys.ecdsaKey(authorization.accessKeyId, credentials.secretAccessKey);
    return verifySignature("sha256", Buffer.from(text), key, given);
  }
  const { date, region = "", service } = authorization;
  const key = keys.hmacKey(credentials.secretAccessKey, date, region, service);
  const expected = createHmac("sha256", key).update(text).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

// A request signed for a set of regions has none of its own; services without regions live in us-east-1.
function regionOfSet(request: WireRequest): string {
  const first = (request.headers.get("x-amz-region-set") ?? "").split(",")[0]?.trim() ?? "";
  return first === "" || first.includes("*") ? "us-east-1" : first;
}

function mismatch(message: string): AwsError {
  return new AwsError("InvalidSignatureException", message, 403);
}
