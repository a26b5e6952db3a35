import { hash } from "node:crypto";

/** A request as it came over the wire; path and query undecoded. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: { get(name: string): string | null };
  readonly body: string | Uint8Array;
}

/** How S3 signs: its paths are encoded once only, and a request says itself what its body hashes to. */
export interface ObjectSigning {
  /** Of `x-amz-content-sha256`: a hash, or a word for a body that is not signed. */
  readonly payloadHash: string;
}

/** The canonical request of Signature Version 4; without `signing` that of a service other than S3. */
export function canonicalRequest(request: WireRequest, signedHeaders: string, signing?: ObjectSigning): string {
  let headers = "";
  for (const name of signedHeaders.split(";")) {
    headers += `${name}:${canonicalValue(headerValue(request, name))}\n`;
  }
  const path = signing === undefined ? canonicalPath(request.path) : objectPath(request.path);
  return (
    `${request.method}\n${path}\n${canonicalQuery(request.query)}\n` +
    `${headers}\n${signedHeaders}\n${signing?.payloadHash ?? sha256Hex(request.body)}`
  );
}

/** The lower-case hexadecimal SHA-256 of a text or of bytes. */
export function sha256Hex(text: string | Uint8Array): string {
  return hash("sha256", text, "hex");
}

function headerValue(request: WireRequest, name: string): string {
  return request.headers.get(name) ?? "";
}

function canonicalValue(value: string): string {
  const trimmed = value.trim();
  return trimmed.includes("  ") ? trimmed.replaceAll(/ +/g, " ") : trimmed;
}

function canonicalPath(path: string): string {
  if (path === "/" || path === "") return "/";
  return path.split("/").map(encodeStrictly).join("/");
}

function objectPath(path: string): string {
  return path
    .split("/")
    .map((segment) => encodeStrictly(decode(segment)))
    .join("/");
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return { name: encodeStrictly(decode(name)), value: encodeStrictly(decode(value)) };
    });
  pairs.sort((left, right) => compare(left.name, right.name) || compare(left.value, right.value));
  return pairs.map(({ name, value }) => `${name}=${value}`).join("&");
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// RFC 3986 leaves only letters, digits and -._~ alone; `encodeURIComponent` also spares !'()*.
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
