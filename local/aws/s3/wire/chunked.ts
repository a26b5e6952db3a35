import { AwsError } from "../../../core/errors.ts";

/** A body that came in chunks, put together, with the headers that came behind it. */
export interface Dechunked {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

const lineEnd = Buffer.from("\r\n");

/** Puts the chunks of `aws-chunked` together. Source: S3 API reference, "Signature calculations: trailing headers". */
export function dechunk(bytes: Buffer, decodedLength: string | undefined): Dechunked {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(lineEnd, at);
    if (end < 0) throw incomplete();
    const size = Number.parseInt(bytes.toString("latin1", at, end).split(";")[0] ?? "", 16);
    at = end + lineEnd.length;
    if (!Number.isInteger(size) || at + size > bytes.length) throw incomplete();
    if (size === 0) break;
    parts.push(bytes.subarray(at, at + size));
    at += size + lineEnd.length;
  }
  const body = Buffer.concat(parts);
  if (decodedLength !== undefined && Number(decodedLength) !== body.length) throw incomplete();
  return { body, trailers: trailersOf(bytes.toString("latin1", at)) };
}

function trailersOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return Object.fromEntries(pairs);
}

function incomplete(): AwsError {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  return new AwsError("IncompleteBody", message);
}
