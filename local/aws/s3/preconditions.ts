import { AwsError } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import type { Content, ObjectVersion } from "./bucket.ts";
import { invalidArgument, noSuchKey } from "./errors.ts";

/** What of an object a range asks for, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Judges the conditions of a read (RFC 9110, 13.2.2). Throws `PreconditionFailed` or `NotModified`. */
export function judgeRead(input: Reader, { modifiedMs }: ObjectVersion, { etag }: Content): void {
  const seconds = Math.floor(modifiedMs / 1000) * 1000;
  const match = input.text("IfMatch");
  const unmodifiedSince = Date.parse(input.text("IfUnmodifiedSince") ?? "");
  if (match !== undefined) {
    if (!names(match, etag)) throw preconditionFailed("If-Match");
  } else if (seconds > unmodifiedSince) throw preconditionFailed("If-Unmodified-Since");
  const noneMatch = input.text("IfNoneMatch");
  const modifiedSince = Date.parse(input.text("IfModifiedSince") ?? "");
  const same = noneMatch === undefined ? seconds <= modifiedSince : names(noneMatch, etag);
  if (same) throw new AwsError("NotModified", "Not Modified", 304, { ETag: `"${etag}"` });
}

/** Judges the conditions of a write against what is there now. Throws `PreconditionFailed` or `NoSuchKey`. */
export function judgeWrite(input: Reader, key: string, standing: Content | undefined): void {
  const match = input.text("IfMatch");
  const noneMatch = input.text("IfNoneMatch");
  if (noneMatch !== undefined && noneMatch !== "*") {
    throw new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
      Header: "If-None-Match",
    });
  }
  if (match !== undefined && noneMatch !== undefined) {
    throw invalidArgument("Only one of If-Match and If-None-Match can be given.", "If-Match");
  }
  if (noneMatch !== undefined && standing !== undefined) throw preconditionFailed("If-None-Match");
  if (match === undefined) return;
  if (standing === undefined) throw noSuchKey(key);
  if (!names(match, standing.etag)) throw preconditionFailed("If-Match");
}

/** S3's answer where another request got in between. */
export function conditionalConflict(): AwsError {
  return new AwsError(
    "ConditionalRequestConflict",
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    409,
  );
}

/** Reads a `Range` header; undefined for one that is ignored. Throws `InvalidRange`. */
export function parseRange(text: string | undefined, size: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(text ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < first) return undefined;
  if (first >= size || (from === "" && Number(to) === 0)) {
    throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested: text,
      ActualObjectSize: size,
    });
  }
  return { first, last };
}

function names(condition: string, etag: string): boolean {
  return condition.split(",").some((one) => ["*", etag].includes(one.trim().replaceAll('"', "")));
}

function preconditionFailed(condition: string): AwsError {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new AwsError("PreconditionFailed", message, 412, { Condition: condition });
}
